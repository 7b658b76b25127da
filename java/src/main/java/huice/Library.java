package huice;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import com.sun.jna.ptr.PointerByReference;
import java.util.Map;

/** The functions and structures of huice.h that Java uses. */
interface Library extends com.sun.jna.Library {
  Library HUICE = Native.load("huice", Library.class, Map.of(com.sun.jna.Library.OPTION_STRING_ENCODING, "UTF-8"));

  interface Progress extends Callback {
    int rows(Pointer data, long rows);
  }

  @FieldOrder({"name", "value", "from"})
  class Parameter extends Structure {
    public String name, value, from;
  }

  @FieldOrder({"size", "parameters", "parameterCount", "cache", "engine"})
  class CompileOptions extends Structure {
    public long size;
    public Pointer parameters;
    public long parameterCount;
    public String cache;
    public int engine;
  }

  @FieldOrder({"size", "asOf", "measures", "measureCount", "threads", "checkKeys", "memory", "progress", "progressData"})
  class RunOptionsC extends Structure {
    public long size;
    public String asOf;
    public Pointer measures;
    public long measureCount;
    public int threads, checkKeys;
    public long memory;
    public Progress progress;
    public Pointer progressData;
  }

  @FieldOrder({"entity", "rows", "results"})
  class Input extends Structure {
    public String entity;
    public Pointer rows, results;
  }

  int huice_error_code(Pointer error);

  String huice_error_message(Pointer error, int language);

  String huice_error_details(Pointer error);

  void huice_error_close(Pointer error);

  String huice_version();

  void huice_free(Pointer text);

  int huice_compile_path(String path, CompileOptions options, PointerByReference program, PointerByReference error);

  int huice_compile_text(String name, byte[] text, long size, CompileOptions options, PointerByReference program, PointerByReference error);

  int huice_describe(Pointer program, PointerByReference json, PointerByReference error);

  void huice_program_close(Pointer program);

  int huice_decide(Pointer program, RunOptionsC options, Input[] inputs, long count, PointerByReference summary, PointerByReference error);

  int huice_explain(Pointer program, RunOptionsC options, Input[] inputs, long count, String entity, long[] rows, long rowCount, int language,
      PointerByReference explained, PointerByReference error);

  int huice_decide_json(Pointer program, RunOptionsC options, String entity, byte[] json, long size, String others, int explain,
      PointerByReference decided, PointerByReference error);
}
