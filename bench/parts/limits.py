"""What the machine itself can do, in the same run: memory bandwidth by a triad and by copying. `wc -l` stands with each job."""
import machine


def measure(settings):
    return {str(threads): machine.limits(threads) for threads in settings.threads}


def table(data):
    return ["| memory, GB/s | triad | copy |", "|---|--:|--:|", *(f"| {threads} thread{'s' if threads != '1' else ''} | {each['triad']:.1f} | {each['copy']:.1f} |" for threads, each in data.items())]
