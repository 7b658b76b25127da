"""Who is measured, a file each. `run(job, threads)` decides a job's applicants, writes Huice's wide columns and gives a Run."""
