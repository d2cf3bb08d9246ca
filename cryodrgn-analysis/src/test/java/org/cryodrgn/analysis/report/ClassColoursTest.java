package org.cryodrgn.analysis.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cryodrgn.analysis.plot.Palettes;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.pickle.PickleWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassColoursTest {

  @TempDir Path folder;

  private List<Color> of(Map<Object, Object> dict, String... classes) {
    Path file = folder.resolve("colours.pkl");
    PickleWriter.write(file, dict);
    return ClassColours.of(file.toString(), List.of(classes));
  }

  private String refused(Object key, Object colour) {
    Map<Object, Object> dict = new LinkedHashMap<>();
    dict.put(key, colour);
    return assertThrows(DataException.class, () -> of(dict, "A")).getMessage();
  }

  /** As matplotlib takes them: names, #RRGGBB, red, green, blue from 0 to 1, opacity or not. */
  @Test
  void eachClassHasTheColourOfItsName() {
    Map<Object, Object> dict = new LinkedHashMap<>();
    dict.put("unused", "black");
    dict.put(3L, "#FF8000");
    dict.put("A", new Object[] {0.0, 0.2, 1.0});
    dict.put("B", new Object[] {1L, 0.0, 0.4, 0.5});
    dict.put("C", "red");
    assertEquals(
        List.of(Color.RED, new Color(0, 51, 255), new Color(255, 0, 102), new Color(255, 128, 0)),
        of(dict, "C", "A", "B", "3"));
  }

  @Test
  void withoutAFileTheyAreOfAPalette() {
    assertEquals(Palettes.standard(3), ClassColours.of(null, List.of("A", "B", "C")));
    assertEquals(Palettes.named("tab10", 2), ClassColours.of("tab10", List.of("A", "B")));
  }

  @Test
  void whatIsMissingOrNoColourIsTold() {
    assertTrue(refused("B", "red").contains("has no colour for class A"), refused("B", "red"));
    assertTrue(refused("A", "reddish").contains("class A"), refused("A", "reddish"));
    Object[] bright = {0.0, 2.0, 0.0};
    assertTrue(refused("A", bright).contains("class A"), refused("A", bright));
    assertTrue(refused("A", new Object[] {"a", "b", "c"}).contains("class A"));
    assertTrue(refused("A", new Object[] {0.0, 1.0}).contains("class A"));
  }
}
