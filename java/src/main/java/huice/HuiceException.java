package huice;

import com.sun.jna.ptr.PointerByReference;
import java.util.Locale;

/** What Huice refused, in English and Chinese. {@link #getMessage} is Chinese where the locale is. */
public final class HuiceException extends RuntimeException {
  /** As the codes of huice.h. */
  public enum Code {
    /** The policy's text is wrong: {@link HuiceException#diagnostics} says where. */
    PROGRAM,
    /** Wrong use: an unknown entity or measure, a date that is lacking, a closed program. */
    USAGE,
    /** No such file, a missing column, a column of a wrong type, an unknown member of a JSON object. */
    DATA,
    /** Memory ran out, or would have passed the limit of the call. */
    MEMORY,
    /** As {@link RunOptions#progress} wished. */
    CANCELLED,
    /** Our fault; please report it. */
    INTERNAL
  }

  private final Code code;
  private final String english;
  private final String chinese;
  private final String diagnostics;

  private HuiceException(Code code, String english, String chinese, String diagnostics) {
    super(Locale.getDefault().getLanguage().equals("zh") ? chinese : english);
    this.code = code;
    this.english = english;
    this.chinese = chinese;
    this.diagnostics = diagnostics;
  }

  public Code code() {
    return code;
  }

  public String english() {
    return english;
  }

  public String chinese() {
    return chinese;
  }

  /** {@link Code#PROGRAM}: a JSON list of code, severity, message, file, line, column, end_line, end_column, hints. Else empty. */
  public String diagnostics() {
    return diagnostics;
  }

  /** Throws what `error` says, unless `code` is that all is well. */
  static void check(int code, PointerByReference error) {
    if (code == 0) return;
    try {
      Library huice = Library.HUICE;
      Code kind = switch (code) {
        case 1 -> Code.PROGRAM;
        case 2 -> Code.USAGE;
        case 3 -> Code.DATA;
        case 5 -> Code.MEMORY;
        case 6 -> Code.CANCELLED;
        default -> Code.INTERNAL;
      };
      throw new HuiceException(kind, huice.huice_error_message(error.getValue(), 0), huice.huice_error_message(error.getValue(), 1),
          huice.huice_error_details(error.getValue()));
    } finally {
      Library.HUICE.huice_error_close(error.getValue());
    }
  }
}
