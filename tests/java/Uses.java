import huice.HuiceException;
import huice.Program;
import huice.RunOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;

/** What Java programs see: batches from an Arrow file to an Arrow file, and every documented error. GRANTS PROGRAM ROWS DECISIONS */
public final class Uses {
  private static int checks = 0;

  public static void main(String[] words) throws Exception {
    try (Program grants = Program.compile(Path.of(words[0]))) {
      refusals(grants);
      one(grants);
    }
    settled();
    batches(Path.of(words[1]), words[2], words[3]);
    System.out.println("huice " + Program.version() + " in Java " + Runtime.version().feature() + ": " + checks + " checks");
  }

  private interface Doing {
    void run();
  }

  private static void check(boolean holds, String what) {
    ++checks;
    if (!holds) throw new AssertionError(what);
  }

  private static void refused(HuiceException.Code code, String part, Doing doing) {
    try {
      doing.run();
    } catch (HuiceException error) {
      check(error.code() == code && error.english().contains(part) && !error.chinese().isEmpty(), error.code() + ": " + error.english());
      return;
    }
    throw new AssertionError("no error with " + part);
  }

  private static void one(Program grants) {
    String applicant = "{\"uscc\": \"企业1\", \"applied\": \"2024-05-01\", \"trade\": \"服务贸易\", \"premium\": \"12.5\"}";
    String decided = grants.decide(applicant);
    check(decided.contains("\"amount\": \"62500.00\""), decided);
    check(grants.explain(null, applicant, null, RunOptions.DEFAULT, true).contains("出口信用保险保费补助"), "explained");
    check(grants.describe().contains("实缴保费"), "described");
    String text = "entity A { id : text key  paid : money }\nparameter base \"基数\" : money external\nmeasure m for A { pay base }\n"
        + "scenario for m { given paid = 1元, base = 1元  expect eligible, pays 1元 }";
    refused(HuiceException.Code.USAGE, "base", () -> Program.compileText("a.policy", text).decide("{\"id\": \"A\"}"));
  }

  /** Of one alone, and of one among others. */
  private static void settled() throws Exception {
    String text = "entity Firm { id : text key  cost : money }\npool fund { total 100元 when exhausted partial }\n"
        + "measure aid for Firm { pay cost  paid from fund }\nscenario for aid { given cost = 1元  expect eligible, pays 1元 }";
    try (Program program = Program.compileText("a.policy", text); BufferAllocator allocator = new RootAllocator();
         VarCharVector ids = new VarCharVector("id", allocator);
         BigIntVector costs = new BigIntVector("cost", allocator);
         ArrowArrayStream given = ArrowArrayStream.allocateNew(allocator)) {
      String alone = program.explain(null, "{\"id\": \"1\", \"cost\": 120}", null, RunOptions.DEFAULT, false);
      check(alone.contains("\"amount\": \"100.00\"") && alone.contains("\"alone\": true"), alone);
      for (int row = 0; row < 3; ++row) {
        ids.setSafe(row, String.valueOf(row).getBytes());
        costs.setSafe(row, 40);
      }
      ids.setValueCount(3);
      costs.setValueCount(3);
      VectorSchemaRoot root = VectorSchemaRoot.of(ids, costs);
      root.setRowCount(3);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ArrowStreamWriter writer = new ArrowStreamWriter(root, null, bytes)) {
        writer.writeBatch();
      }
      try (ArrowStreamReader reader = new ArrowStreamReader(new ByteArrayInputStream(bytes.toByteArray()), allocator)) {
        Data.exportArrayStream(allocator, reader, given);
        String among = program.explainRows(List.of(new Program.Batches(null, given.memoryAddress(), 0)), null, new long[] {2}, RunOptions.DEFAULT, false);
        check(among.contains("\"amount\": \"20.00\"") && among.contains("20.00元 left of 100.00元") && !among.contains("\"alone\""), among);
      }
    }
  }

  private static void refusals(Program grants) {
    refused(HuiceException.Code.DATA, "nowhere", () -> Program.compile(Path.of("nowhere")));
    refused(HuiceException.Code.DATA, "did you mean premium?", () -> grants.decide("{\"premuim\": \"1\"}"));
    refused(HuiceException.Code.DATA, "must be a string", () -> grants.decide("{\"premium\": 1.5}"));
    refused(HuiceException.Code.USAGE, "did you mean `support`",
        () -> grants.decide(null, "{}", null, RunOptions.DEFAULT.measures("suport")));
    refused(HuiceException.Code.USAGE, "null pointer", () -> grants.run(0, 0));
    refused(HuiceException.Code.USAGE, "拼写", () -> grants.decide("拼写", "{}", null, RunOptions.DEFAULT));
    try {
      Program.compileText("错.policy", "entity A {\n  id : tex key\n}");
      throw new AssertionError("compiled");
    } catch (HuiceException error) {
      check(error.code() == HuiceException.Code.PROGRAM && error.diagnostics().contains("\"line\": 2") && error.diagnostics().contains("错.policy"),
          error.diagnostics());
    }
    Program closed = Program.compileText("b.policy", "entity A { id : text key }");
    closed.close();
    closed.close();
    refused(HuiceException.Code.USAGE, "closed", () -> closed.decide("{}"));
  }

  /** Decides the rows of an Arrow file once for each of `options`; the last results are written. */
  private static void batches(Path path, String rows, String decisions) throws Exception {
    try (Program program = Program.compile(path, Map.of(), null); BufferAllocator allocator = new RootAllocator()) {
      refused(HuiceException.Code.CANCELLED, "cancelled", () -> run(program, allocator, rows, RunOptions.DEFAULT.progress(read -> false), null));
      try {
        run(program, allocator, rows, RunOptions.DEFAULT.progress(read -> { throw new IllegalStateException("mine"); }), null);
        throw new AssertionError("what a callback throws comes out");
      } catch (IllegalStateException error) {
        check(error.getMessage().equals("mine"), error.getMessage());
      }
      refused(HuiceException.Code.MEMORY, "memory", () -> run(program, allocator, rows, RunOptions.DEFAULT.memory(10), null));
      run(program, allocator, rows, RunOptions.DEFAULT.threads(2).progress(read -> true), decisions);
    }  // the allocator complains where something was not released
  }

  private static void run(Program program, BufferAllocator allocator, String rows, RunOptions options, String decisions) {
    try (FileInputStream file = new FileInputStream(rows);
         ArrowFileReader reader = new ArrowFileReader(file.getChannel(), allocator);
         ArrowArrayStream given = ArrowArrayStream.allocateNew(allocator);
         ArrowArrayStream results = ArrowArrayStream.allocateNew(allocator)) {
      Data.exportArrayStream(allocator, reader, given);
      String summary = program.run(List.of(new Program.Batches(null, given.memoryAddress(), results.memoryAddress())), options);
      check(summary.contains("\"rejected\""), summary);
      try (ArrowReader decided = Data.importArrayStream(allocator, results);
           FileOutputStream out = new FileOutputStream(decisions);
           ArrowStreamWriter writer = new ArrowStreamWriter(decided.getVectorSchemaRoot(), decided, out.getChannel())) {
        while (decided.loadNextBatch()) writer.writeBatch();
        writer.end();
      }
    } catch (java.io.IOException error) {
      throw new java.io.UncheckedIOException(error);
    }
  }
}
