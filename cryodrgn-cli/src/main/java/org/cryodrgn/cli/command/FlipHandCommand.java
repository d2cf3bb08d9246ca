package org.cryodrgn.cli.command;

import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.MapToMap;
import org.cryodrgn.core.volume.VolumePostProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Mirrors a map. */
@Command(name = "flip_hand", description = "Mirror a map along z, which changes its hand")
public final class FlipHandCommand implements Callable<Integer> {

  @Mixin private MapToMap files;

  @Override
  public Integer call() {
    return files.change(
        "_flipped", volume -> VolumePostProcess.flip(volume.values(), volume.box()));
  }
}
