package org.cryodrgn.cli.command;

import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.MapToMap;
import org.cryodrgn.core.volume.MapChange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Mirrors a map. */
@Command(
    name = "flip_hand",
    description = "The mirror lies across z.",
    footer = "cryodrgn_utils flip_hand vol.mrc -o vol_flipped.mrc")
public final class FlipHandCommand implements Callable<Integer> {

  @Mixin private MapToMap files;

  @Override
  public Integer call() {
    return files.change("_flipped", MapChange.FLIP);
  }
}
