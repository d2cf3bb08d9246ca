package org.cryodrgn.io.particles;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNamesTest {

  @ParameterizedTest
  @CsvSource({
    "000012@Extract/a.mrcs, Extract/a.mrcs",
    "single.mrc, single.mrc",
    "3@Runs/particles.stk:mrcs, Runs/particles.stk",
    "1@odd>name.mrcs, odd>name.mrcs",
    "1@a:b/c.mrcs, a:b/c.mrcs"
  })
  void relionNamesAFileBehindTheAt(String name, String path) {
    assertEquals(path, ImageNames.relionPath(name));
  }

  @Test
  void cryosparcMayPutAnArrowBeforeIt() {
    assertEquals("J1/a@b.mrc", ImageNames.cryosparcPath(">J1/a@b.mrc"));
    assertEquals("J1/a.mrc", ImageNames.cryosparcPath("J1/a.mrc"));
  }
}
