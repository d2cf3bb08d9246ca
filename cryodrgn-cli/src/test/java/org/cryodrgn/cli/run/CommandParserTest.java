package org.cryodrgn.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.cryodrgn.cli.run.CommandRunner.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line is read as Python's argparse reads it. */
class CommandParserTest {

  private static final Commands.Entry PROBE =
      new Commands.Entry("probe", Commands.Group.FILES, "Probe", ProbeCommand.class.getName());

  private static Outcome probe(String line) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StandardOutput out = new StandardOutput(bytes);
    StringWriter err = new StringWriter();
    int exitCode =
        new Launcher("cryodrgn", out, new PrintWriter(err))
            .run(PROBE, line.isEmpty() ? new String[0] : line.split(" "));
    out.flush();
    return new Outcome(exitCode, bytes.toString(StandardCharsets.UTF_8), err.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|null, null, null, null, null, null, 20, false, fourier",
        "w.pkl -z 0.1 -0.2 0.3 0 -o out|w.pkl, [0.1, -0.2, 0.3, 0.0], null, null, out, null, 20,"
            + " false, fourier",
        "-z -0.1 -o out w.pkl|w.pkl, [-0.1], null, null, out, null, 20, false, fourier",
        "w.pkl -z -.5 -1e-3|w.pkl, [-0.5, -0.001], null, null, null, null, 20, false, fourier",
        "w.pkl --z-start -1 0 0 0 --z-end 1 0 0 -2|w.pkl, null, [-1.0, 0.0, 0.0, 0.0], [1.0, 0.0,"
            + " 0.0, -2.0], null, null, 20, false, fourier",
        "w.pkl --z-st -1 0 --z-e=3|w.pkl, null, [-1.0, 0.0], [3.0], null, null, 20, false, fourier",
        "w.pkl --out=x --num -3 --la|w.pkl, null, null, null, x, null, -3, true, fourier",
        "w.pkl -n3 -ox|w.pkl, null, null, null, x, null, 3, false, fourier",
        "w.pkl -z 1 2 -o x -z=3|w.pkl, [3.0], null, null, x, null, 20, false, fourier",
        "w.pkl -n 3 -n 4 --lazy --lazy|w.pkl, null, null, null, null, null, 4, true, fourier",
        "--txt -o x -- w.pkl|w.pkl, null, null, null, x, path.txt, 20, false, fourier",
        "w.pkl --txt|w.pkl, null, null, null, null, path.txt, 20, false, fourier",
        "w.pkl --txt p|w.pkl, null, null, null, null, p, 20, false, fourier",
        "w.pkl --domain hartley|w.pkl, null, null, null, null, null, 20, false, hartley",
      })
  void readsAsArgparse(String line, String given) {
    Outcome outcome = probe(line == null ? "" : line);
    assertEquals("[" + given + "]\n", outcome.out(), outcome.err());
    assertEquals("", outcome.err());
    assertEquals(ExitCode.OK, outcome.exitCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--lazi|unknown option '--lazi' (did you mean '--lazy'?)",
        "a b|unexpected argument 'b'",
        "--z 1|'--z' is not unique: it matches '--z-end', '--z-start'",
        "-|standard input is not read: name a file, not '-'",
        "w.pkl -o -|standard input is not read: name a file, not '-'",
        "-n x|Invalid value for option '--number': 'x' is not an int",
        "--domain cosine|--domain must be one of fourier, hartley, not 'cosine'",
        "--do-pose-sgd|--do-pose-sgd is not available yet",
        "--do-pose|--do-pose-sgd is not available yet",
        "--fail later|--domain cosine is not available yet",
      })
  void refusesInOneLine(String line, String message) {
    Outcome outcome = probe(line);
    assertEquals("cryodrgn probe: " + message + ". Run 'cryodrgn probe --help'\n", outcome.err());
    assertEquals("", outcome.out());
    assertEquals(ExitCode.BAD_ARGUMENTS, outcome.exitCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--fail data|x.star: row 3: bad. Mend it",
        "--fail defect|internal error: java.lang.IllegalStateException: boom; second line"
            + " (--stacktrace shows where)",
        "--fail gpu|out of memory: the GPU has no room left. Choose one that nobody else uses"
            + " (CUDA_VISIBLE_DEVICES), or take smaller batches (-b) or networks",
      })
  void failsInOneLine(String line, String message) {
    Outcome outcome = probe(line);
    assertEquals("cryodrgn probe: " + message + "\n", outcome.err());
    assertEquals(ExitCode.FAILED, outcome.exitCode());
  }

  @Test
  void memoryErrorNamesItsRemedy() {
    Outcome outcome = probe("--fail memory");
    assertTrue(
        outcome.err().matches("cryodrgn probe: out of memory: .* CRYODRGN_JAVA_OPTS=-Xmx.*\n"),
        outcome.err());
    assertEquals(ExitCode.FAILED, outcome.exitCode());
  }

  @Test
  void stackTraceOnlyWhenAsked() {
    assertFalse(probe("--fail data").err().contains("ProbeCommand.call"));
    assertTrue(probe("--fail data --stacktrace").err().contains("ProbeCommand.call"));
  }

  @Test
  void helpShowsDefaultsAndHidesWhatIsNotForUsers() {
    Outcome outcome = probe("--help");
    assertEquals(ExitCode.OK, outcome.exitCode());
    assertTrue(outcome.out().startsWith("Usage: cryodrgn probe "), outcome.out());
    assertTrue(outcome.out().contains("Default: 20"), outcome.out());
    assertFalse(outcome.out().contains("--stacktrace"), outcome.out());
    assertFalse(outcome.out().contains("--do-pose-sgd"), outcome.out());
  }
}
