package org.cryodrgn.io.star;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.io.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StarFileTest {

  /** As RELION 5 writes: version comments, pairs, padded columns, trailing blanks, an odd end. */
  private static final String RELION =
      """

# version 50001

data_general

_rlnTomoSubTomosAre2DStacks    1 # pairs may be commented
_rlnTitle   "two words"

# version 50001

data_optics

loop_
_rlnOpticsGroup #1\s
_rlnOpticsGroupName #2\s
_rlnImagePixelSize #3\s
           1 opticsGroup1     1.060000\s
           2 'optics group 2' 1.31    # a comment

data_particles
loop_
_rlnImageName #1\s
_rlnOpticsGroup #2\s
_rlnDefocusU #3\s
000001@data_1/a.mrcs            2  1.0500e+04\s

# between the rows
000002@data_1/a.mrcs            1 -1.2\s
000003@"b.mrcs            1 nan\r
data_2/it's.mrcs  2 "3"\t

data_other
loop_
_a
loop_
_b
x
_c 'it''s'
_d it's
""";

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    Path file = folder.resolve("in.star");
    Files.writeString(file, text);
    return file;
  }

  private String written(StarFile star) throws IOException {
    Path out = folder.resolve("out.star");
    star.write(out);
    return Files.readString(out);
  }

  @Test
  void readsEveryKindOfBlock() throws IOException {
    StarFile star = StarFile.read(file(RELION));
    assertEquals(
        List.of("general", "optics", "particles", "other"),
        star.blocks().stream().map(StarBlock::name).toList());
    assertEquals("50001", star.version().orElseThrow());
    StarTable general = star.table("general").orElseThrow();
    assertEquals("two words", general.text(0, general.column("_rlnTitle")));
    assertEquals(1, general.number(0, 0));
    assertArrayEquals(new double[] {1}, general.numbers(0));
    StarTable optics = star.table("optics").orElseThrow();
    assertEquals("optics group 2", optics.text(1, 1));
    StarTable particles = star.table("particles").orElseThrow();
    assertEquals(4, particles.rows());
    assertEquals("000003@\"b.mrcs", particles.text(2, 0));
    assertEquals("data_2/it's.mrcs", particles.text(3, 0));
    assertArrayEquals(new double[] {10500, -1.2, Double.NaN, 3}, particles.numbers(2));
    List<StarTable> other = star.blocks().get(3).tables();
    assertEquals(3, other.size());
    assertEquals(0, other.get(0).rows());
    assertEquals("x", other.get(1).text(0, 0));
    assertEquals("it''s", other.get(2).text(0, 0));
    assertEquals("it's", other.get(2).text(0, 1));
  }

  @Test
  void joinsOpticsByGroup() throws IOException {
    RelionParticles particles = RelionParticles.read(file(RELION));
    assertArrayEquals(
        new double[] {1.31, 1.06, 1.06, 1.31}, particles.numbers("_rlnImagePixelSize"));
    assertEquals("opticsGroup1", particles.text(2, "_rlnOpticsGroupName"));
    RelionParticles selected = particles.select(new int[] {3, 0});
    assertArrayEquals(new double[] {1.31, 1.31}, selected.numbers("_rlnImagePixelSize"));
    assertEquals(1, selected.usedOptics().orElseThrow().rows());
    assertEquals("2", selected.usedOptics().orElseThrow().text(0, 0));
    DataException e = assertThrows(DataException.class, () -> particles.numbers("_rlnDefocusV"));
    assertTrue(e.getMessage().contains("It has _rlnDefocusU"), e.getMessage());
  }

  @Test
  void writesBackByteByByte() throws IOException {
    assertEquals(RELION, written(StarFile.read(file(RELION))));
    String unended = RELION + "# no line break at the end";
    assertEquals(unended, written(StarFile.read(file(unended))));
    Path golden = Path.of(System.getProperty("cryodrgn.test-data"), "golden/particles.star");
    assertEquals(Files.readString(golden), written(StarFile.read(golden)));
  }

  @Test
  void changesOnlyWhatWasAsked() throws IOException {
    StarFile star = StarFile.read(file(RELION));
    StarTable particles = star.table("particles").orElseThrow();
    StarTable general = star.table("general").orElseThrow();
    StarFile changed =
        star.with(
                particles
                    .select(new int[] {1, 3})
                    .withColumn("_rlnOpticsGroup", row -> row == 0 ? "a b" : "7")
                    .withColumn("_new", row -> "n" + row))
            .with(general.withColumn("_rlnTitle", row -> "one").withColumn("_more", row -> "_x"));
    String text = written(changed);
    String expected =
        RELION
            .replace("\"two words\"\n", "one\n_more \"_x\"\n")
            .replaceAll("(?s)(#3 \n)0000.*\"3\"\t\n", "$1ROWS");
    expected =
        expected.replace(
            "_rlnImageName #1 \n_rlnOpticsGroup #2 \n_rlnDefocusU #3 \nROWS",
            """
            _rlnImageName #1
            _rlnOpticsGroup #2
            _rlnDefocusU #3
            _new #4
            000002@data_1/a.mrcs            "a b" -1.2 n0\s
            data_2/it's.mrcs  7 "3" n1\t
            """);
    assertEquals(expected, text);
    StarFile again = StarFile.read(file(text));
    assertEquals("a b", again.table("particles").orElseThrow().text(0, 1));
  }

  @Test
  void changesAColumnAndSelectsAgain() throws IOException {
    StarTable particles = StarFile.read(file(RELION)).table("particles").orElseThrow();
    StarTable fewer =
        particles
            .withColumn("_rlnDefocusU", row -> String.valueOf(row * 10))
            .select(new int[] {3, 1, 1})
            .select(new int[] {2, 0});
    assertArrayEquals(new double[] {10, 30}, fewer.numbers(2));
    assertEquals("data_2/it's.mrcs", fewer.text(1, 0));
    String text = written(StarFile.create("made", List.of(fewer.named("few"))));
    assertEquals(
        """
        # made

        data_few

        loop_
        _rlnImageName #1
        _rlnOpticsGroup #2
        _rlnDefocusU #3
        000002@data_1/a.mrcs            1 10\s
        data_2/it's.mrcs  2 30\t
        """,
        text);
  }

  @Test
  void writesANewFile() throws IOException {
    StarTable optics = StarTable.create("optics", 1).withColumn("_g", row -> "1");
    StarTable table =
        StarTable.create("particles", 2)
            .withColumn("_a", row -> row + ".5")
            .withColumn("_b", row -> row == 0 ? "" : "it's \"x\"y");
    assertEquals(
        """
        # made

        data_optics

        loop_
        _g #1
        1


        data_particles

        loop_
        _a #1
        _b #2
        0.5 ""
        1.5 "it's "x"y"
        """,
        written(StarFile.create("made", List.of(optics, table))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "` `|holds no data_ block",
        "`x y`|line 1): 'x' before any data_ block",
        "`data_\\nloop_\\n_a\\n_b\\n1 2\\n3`|row 2, line 6): 1 values for the 2 columns",
        "`data_\\nloop_\\n_a\\n_b\\n1 2\\n3 4 5`|row 2, line 6): 3 values for the 2 columns",
        "`data_\\nloop_\\n_a\\n_b\\n_a\\n1 2 3`|line 5): the label _a is there already",
        "`data_\\n_a 1\\n_a 2`|line 3): the label _a is there already",
        "`data_\\n_a`|line 2): the label _a has no value",
        "`data_\\nloop_\\n1 2`|line 3): loop_ without labels",
        "`data_x\\n_a 1\\ndata_x`|line 3): the block data_x is there already, at line 1",
        "`data_\\nloop_\\n_a\\n'b c`|line 4): a quote is opened",
        "`data_\\n5`|line 2): '5' stands in no loop",
      })
  void tellsWhatIsWrongAndWhere(String text, String message) throws IOException {
    Path file = file(text.replace("\\n", "\n"));
    DataException e = assertThrows(DataException.class, () -> StarFile.read(file));
    assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void tellsEmptyAndMissingFilesAndFilesWithoutParticles() throws IOException {
    Path empty = file("");
    assertTrue(
        assertThrows(DataException.class, () -> StarFile.read(empty))
            .getMessage()
            .contains("is empty"));
    Path missing = folder.resolve("none.star");
    assertTrue(
        assertThrows(DataException.class, () -> StarFile.read(missing))
            .getMessage()
            .contains("no such file"));
    Path models = file("data_model\nloop_\n_rlnResolution\n1\n");
    assertTrue(
        assertThrows(DataException.class, () -> RelionParticles.read(models))
            .getMessage()
            .contains("no particle table among the blocks data_model"));
  }

  @Test
  void tellsTheRowOfANumberThatIsNone() throws IOException {
    Path file = file("data_\n\nloop_\n_rlnDefocusU\n_rlnImageName\n1 a\n1.5x b\n");
    RelionParticles particles = RelionParticles.read(file);
    String message =
        assertThrows(DataException.class, () -> particles.numbers("_rlnDefocusU")).getMessage();
    assertEquals(
        file
            + " (row 2, line 7, column _rlnDefocusU): '1.5x' where a number is due."
            + " Correct the value or leave out the row.",
        message);
    String ofSelection =
        assertThrows(
                DataException.class,
                () -> particles.select(new int[] {1}).number(0, "_rlnDefocusU"))
            .getMessage();
    assertEquals(message, ofSelection);
  }

  @Test
  void tellsAnOpticsGroupThatIsNotThere() throws IOException {
    Path file =
        file(
            "data_optics\nloop_\n_rlnOpticsGroup\n1\ndata_particles\nloop_\n_rlnImageName\n"
                + "_rlnOpticsGroup\na 1\nb 2\n");
    String message =
        assertThrows(DataException.class, () -> RelionParticles.read(file)).getMessage();
    assertTrue(message.contains("row 2, line 10): the optics group 2 is not"), message);
  }

  @Test
  void opticsThatCannotBeToldApartAreRefused() throws IOException {
    String particles = "data_particles\nloop_\n_rlnImageName\n_rlnOpticsGroup\na 1\n";
    Path twice = file("data_optics\nloop_\n_rlnOpticsGroup\n1\n1\n" + particles);
    String message =
        assertThrows(DataException.class, () -> RelionParticles.read(twice)).getMessage();
    assertTrue(message.contains("row 2, line 5): the optics group 1 is there twice"), message);
    Path none =
        file(
            "data_optics\nloop_\n_rlnOpticsGroup\n1\n2\n"
                + "data_particles\nloop_\n_rlnImageName\na\n");
    message = assertThrows(DataException.class, () -> RelionParticles.read(none)).getMessage();
    assertTrue(message.contains("no column _rlnOpticsGroup, with 2 optics groups"), message);
  }
}
