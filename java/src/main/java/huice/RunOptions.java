package huice;

import java.time.LocalDate;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * How to decide. Start from {@link #DEFAULT}.
 *
 * @param asOf the date of measures without a `dated` field; null: none
 * @param measures by name or label; all if empty
 * @param threads 0: one for each processor. Decisions never depend on it
 * @param checkKeys later rows of a key are rejected
 * @param memory bytes for tables of other entities and settlement, and again for the decisions, which fail beyond it; 0: no limit
 * @param progress called now and then with the rows read so far; false cancels, and what it throws comes out of the call; null: none
 */
public record RunOptions(LocalDate asOf, List<String> measures, int threads, boolean checkKeys, long memory, LongPredicate progress) {
  public static final RunOptions DEFAULT = new RunOptions(null, List.of(), 0, false, 0, null);

  public RunOptions asOf(LocalDate day) {
    return new RunOptions(day, measures, threads, checkKeys, memory, progress);
  }

  public RunOptions measures(String... names) {
    return new RunOptions(asOf, List.of(names), threads, checkKeys, memory, progress);
  }

  public RunOptions threads(int count) {
    return new RunOptions(asOf, measures, count, checkKeys, memory, progress);
  }

  public RunOptions checkKeys(boolean check) {
    return new RunOptions(asOf, measures, threads, check, memory, progress);
  }

  public RunOptions memory(long bytes) {
    return new RunOptions(asOf, measures, threads, checkKeys, bytes, progress);
  }

  public RunOptions progress(LongPredicate goesOn) {
    return new RunOptions(asOf, measures, threads, checkKeys, memory, goesOn);
  }
}
