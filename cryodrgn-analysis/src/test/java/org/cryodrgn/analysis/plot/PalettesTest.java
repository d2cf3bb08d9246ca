package org.cryodrgn.analysis.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PalettesTest {

  /** What seaborn 0.13.2's color_palette(name, n) gives; ramps are kept at 17 steps. */
  @ParameterizedTest
  @CsvSource({
    "Set1, E41A1C 377EB8 4DAF4A 984EA3 FF7F00 FFFF33 A65628 F781BF 999999 E41A1C 377EB8",
    "deep, 4C72B0 DD8452 55A868",
    "rocket, 4C1D4B A11A5B E83F3F F69C73",
    "rocket_r, F69C73 E83F3F A11A5B 4C1D4B",
    "viridis, 3B528B 21918C 5EC962",
  })
  void areThoseOfSeaborn(String name, String expected) {
    String[] colours = expected.split(" ");
    List<Color> palette = Palettes.named(name, colours.length);
    assertEquals(colours.length, palette.size());
    for (int i = 0; i < colours.length; i++) {
      int rgb = Integer.parseInt(colours[i], 16);
      assertEquals(rgb >> 16, palette.get(i).getRed(), 5, name);
      assertEquals(rgb >> 8 & 0xFF, palette.get(i).getGreen(), 5, name);
      assertEquals(rgb & 0xFF, palette.get(i).getBlue(), 5, name);
    }
  }

  @Test
  void classesBeyondEightHaveColoursOfTheirOwnToo() {
    for (int classes : new int[] {8, 9, 40}) {
      assertEquals(classes, Set.copyOf(Palettes.standard(classes)).size());
    }
  }

  @Test
  void aColourIsNamedAsMatplotlibDoes() {
    assertEquals(Color.BLUE, Palettes.colour("#00f"));
    assertEquals(new Color(0x12, 0xAB, 0xEF), Palettes.colour("#12abEF"));
    assertEquals(Color.RED, Palettes.colour("red"));
    // matplotlib.colors.to_hex of each
    assertEquals(new Color(0x008000), Palettes.colour("g"));
    assertEquals(new Color(0xD62728), Palettes.colour("C3"));
    assertEquals(new Color(0x17BECF), Palettes.colour("tab:cyan"));
    assertEquals(new Color(0x008080), Palettes.colour("teal"));
    assertThrows(IllegalArgumentException.class, () -> Palettes.colour("C"));
    assertThrows(IllegalArgumentException.class, () -> Palettes.colour("#0"));
  }

  @Test
  void anUnknownNameIsToldWhichThereAre() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Palettes.named("rockets", 3));
    assertTrue(error.getMessage().contains("Set2"), error.getMessage());
    assertTrue(error.getMessage().contains("husl"), error.getMessage());
    assertTrue(error.getMessage().contains(" rocket, "), error.getMessage());
  }
}
