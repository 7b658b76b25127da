import huice.HuiceException;
import huice.Program;
import huice.RunOptions;
import java.nio.file.Path;

/** One applicant at a time, as JSON. For batches by Apache Arrow see tests/java/Uses.java. */
public final class Decide {
  public static void main(String[] words) {
    try (Program program = Program.compile(Path.of(words[0]))) {
      for (String premium : new String[] {"\"12.5\"", "\"300\"", "null", "\"-1\""}) {
        String applicant = "{\"uscc\": \"E1\", \"申报日期\": \"2024-05-01\", \"trade\": \"services\", \"premium\": " + premium + "}";
        System.out.println(program.decide(applicant));
      }
      System.out.println(program.decide(null, "{\"uscc\": \"E1\"}", null, RunOptions.DEFAULT.measures("出口信用保险保费补助")));
      program.decide("{\"uscc\": \"E1\", \"premuim\": \"1\"}");
    } catch (HuiceException error) {
      System.out.println(error.code() + ": " + error.english());
      System.out.println(error.chinese());
    }
  }
}
