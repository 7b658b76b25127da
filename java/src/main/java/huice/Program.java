package huice;

import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import com.sun.jna.ptr.PointerByReference;
import java.lang.ref.Cleaner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A compiled program. It never changes; any number of threads may use it at once. Using it after {@link #close} is {@link
 * HuiceException.Code#USAGE}, never a crash.
 */
public final class Program implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  /** Rows of one entity, and where its decisions go: addresses of ArrowArrayStream structures. */
  public record Batches(String entity, long rows, long results) {}

  private final Pointer handle;
  private final Cleaner.Cleanable end;

  private Program(Pointer handle) {
    this.handle = handle;
    this.end = CLEANER.register(this, () -> Library.HUICE.huice_program_close(handle));
  }

  /** A folder of `.policy` files, or one file, with everything it uses. */
  public static Program compile(Path path) {
    return compile(path, Map.of(), null);
  }

  /**
   * @param parameters values of external parameters, as people write them: "2000元"
   * @param cache folder that keeps machine code between processes; null: none
   */
  public static Program compile(Path path, Map<String, String> parameters, Path cache) {
    PointerByReference program = new PointerByReference(), error = new PointerByReference();
    HuiceException.check(Library.HUICE.huice_compile_path(path.toString(), options(parameters, cache), program, error), error);
    return new Program(program.getValue());
  }

  /** One policy text; `name` stands for its file in messages. */
  public static Program compileText(String name, String text) {
    PointerByReference program = new PointerByReference(), error = new PointerByReference();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    HuiceException.check(Library.HUICE.huice_compile_text(name, bytes, bytes.length, options(Map.of(), null), program, error), error);
    return new Program(program.getValue());
  }

  /** The library's version, "0.1.0". */
  public static String version() {
    return Library.HUICE.huice_version();
  }

  /** What there is to decide, as JSON: digest, warnings, entities with their fields, measures, parameters, targets. */
  public String describe() {
    PointerByReference text = new PointerByReference(), error = new PointerByReference();
    HuiceException.check(Library.HUICE.huice_describe(handle, text, error), error);
    return taken(text);
  }

  /** One applicant: see {@link #decide(String, String, String, RunOptions)}. */
  public String decide(String json) {
    return decide(null, json, null, RunOptions.DEFAULT);
  }

  /**
   * One applicant as JSON, decisions with reasons as JSON: huice_decide_json of huice.h says what stands in them.
   *
   * @param entity null where all measures are for one
   * @param json an object; money and fractions as text, "1234.56"
   * @param others rows of other entities, {"Person": [{…}]}; null: none
   */
  public String decide(String entity, String json, String others, RunOptions options) {
    return decide(entity, json, others, options, 0);
  }

  /** The same with the member "explanation": every step, in Chinese or English. */
  public String explain(String entity, String json, String others, RunOptions options, boolean chinese) {
    return decide(entity, json, others, options, chinese ? 2 : 1);
  }

  private String decide(String entity, String json, String others, RunOptions options, int explain) {
    PointerByReference text = new PointerByReference(), error = new PointerByReference();
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    Call call = new Call(options);
    HuiceException.check(Library.HUICE.huice_decide_json(handle, call.options, entity, bytes, bytes.length, others, explain, text, error), error);
    return taken(text);
  }

  /** Rows of one entity: see {@link #run(List, RunOptions)}. */
  public String run(long rows, long results) {
    return run(List.of(new Batches(null, rows, results)), RunOptions.DEFAULT);
  }

  /**
   * Decides every row, with settlement over all rows given. Rows come, and decisions go, by the Arrow C Stream Interface: with Arrow's
   * `arrow-c-data`, addresses are `ArrowArrayStream.memoryAddress()`. huice_decide of huice.h says which columns there are. The
   * rows' streams are released by the call; where it throws, no results are written.
   *
   * @param inputs each entity once; `entity` null: the only one that measures are for; `results` 0: the rows are only given along
   * @return a summary as JSON, as `huice run --summary json` prints it
   */
  public String run(List<Batches> inputs, RunOptions options) {
    Library.Input[] array = array(inputs);
    PointerByReference text = new PointerByReference(), error = new PointerByReference();
    Call call = new Call(options);
    call.check(Library.HUICE.huice_decide(handle, call.options, array, array.length, text, error), error);
    return taken(text);
  }

  /**
   * Decides and settles all rows, and explains some: what limits, choices and pools took from them, and who had taken the rest.
   *
   * @param inputs as for {@link #run(List, RunOptions)}, with `results` 0
   * @param entity whose rows are explained; null: the only one that measures are for
   * @param rows counted from 0
   * @return a JSON array, for each row what {@link #explain(String, String, String, RunOptions, boolean)} gives
   */
  public String explainRows(List<Batches> inputs, String entity, long[] rows, RunOptions options, boolean chinese) {
    Library.Input[] array = array(inputs);
    PointerByReference text = new PointerByReference(), error = new PointerByReference();
    Call call = new Call(options);
    call.check(Library.HUICE.huice_explain(handle, call.options, array, array.length, entity, rows, rows.length, chinese ? 2 : 1, text, error), error);
    return taken(text);
  }

  private static Library.Input[] array(List<Batches> inputs) {
    Library.Input[] array = inputs.isEmpty() ? new Library.Input[0] : (Library.Input[]) new Library.Input().toArray(inputs.size());
    for (int i = 0; i < array.length; ++i) {
      array[i].entity = inputs.get(i).entity();
      array[i].rows = pointer(inputs.get(i).rows());
      array[i].results = pointer(inputs.get(i).results());
    }
    return array;
  }

  @Override
  public void close() {
    end.clean();
  }

  /** The options of one call, and what they point to. */
  private static final class Call {
    final Library.RunOptionsC options = new Library.RunOptionsC();
    RuntimeException thrown;
    private final StringArray names;

    Call(RunOptions from) {
      names = from.measures().isEmpty() ? null : new StringArray(from.measures().toArray(String[]::new), "UTF-8");
      options.size = options.size();
      options.asOf = from.asOf() == null ? null : from.asOf().toString();
      options.measures = names;
      options.measureCount = from.measures().size();
      options.threads = from.threads();
      options.checkKeys = from.checkKeys() ? 1 : 0;
      options.memory = from.memory();
      if (from.progress() == null) return;
      options.progress = (data, rows) -> {
        try {
          return from.progress().test(rows) ? 0 : 1;
        } catch (RuntimeException error) {
          thrown = error;
          return 1;
        }
      };
    }

    /** What the caller's `progress` threw comes out. */
    void check(int code, PointerByReference error) {
      try {
        HuiceException.check(code, error);
      } catch (HuiceException cancelled) {
        if (thrown != null) throw thrown;
        throw cancelled;
      }
    }
  }

  private static Library.CompileOptions options(Map<String, String> parameters, Path cache) {
    Library.CompileOptions options = new Library.CompileOptions();
    options.size = options.size();
    options.cache = cache == null ? null : cache.toString();
    options.parameterCount = parameters.size();
    if (parameters.isEmpty()) return options;
    Library.Parameter[] array = (Library.Parameter[]) new Library.Parameter().toArray(parameters.size());
    int count = 0;
    for (Map.Entry<String, String> each : parameters.entrySet()) {
      array[count].name = each.getKey();
      array[count].value = each.getValue();
      array[count++].write();
    }
    options.parameters = array[0].getPointer();
    return options;
  }

  private static Pointer pointer(long address) {
    return address == 0 ? null : new Pointer(address);
  }

  private static String taken(PointerByReference text) {
    try {
      return text.getValue().getString(0, "UTF-8");
    } finally {
      Library.HUICE.huice_free(text.getValue());
    }
  }
}
