package org.cryodrgn.cli.command;

import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.MapToMap;
import org.cryodrgn.core.volume.MapChange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Turns the sign of a map. */
@Command(
    name = "invert_contrast",
    footer = "cryodrgn_utils invert_contrast vol.mrc -o vol_inverted.mrc")
public final class InvertContrastCommand implements Callable<Integer> {

  @Mixin private MapToMap files;

  @Override
  public Integer call() {
    return files.change("_inverted", MapChange.INVERT);
  }
}
