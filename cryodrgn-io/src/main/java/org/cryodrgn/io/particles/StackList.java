package org.cryodrgn.io.particles;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cryodrgn.io.DataException;

/** A .txt file that names a stack, or another such list, on each line. */
final class StackList {

  private static final int DEEPEST = 8;

  private StackList() {}

  /**
   * A stack of a list.
   *
   * @param file where it was found
   * @param inFull whether it is named by its full path
   */
  record Member(Path file, boolean inFull) {}

  /** The stacks of a list and of the lists in it, in their order. */
  static List<Member> read(Path list, Path dataDir) {
    List<Member> stacks = new ArrayList<>();
    collect(list, dataDir, 0, stacks);
    if (stacks.isEmpty()) {
      throw DataException.at(list, "", "names no stack", "Write one .mrcs path on each line");
    }
    return stacks;
  }

  private static void collect(Path list, Path dataDir, int depth, List<Member> stacks) {
    List<String> lines;
    try {
      lines = Files.readAllLines(list, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw DataException.at(
          list, "", "cannot be read as text", "Name a list of .mrcs paths, one a line", e);
    }
    ImagePaths paths = ImagePaths.ofList(list, dataDir);
    for (int i = 0; i < lines.size(); i++) {
      String name = lines.get(i).strip();
      if (name.isEmpty()) {
        continue;
      }
      String place = "line " + (i + 1);
      Path member = paths.find(name, place);
      switch (ParticleStacks.extension(member)) {
        case "mrc", "mrcs" -> stacks.add(new Member(member, Path.of(name).isAbsolute()));
        case "txt" -> {
          if (depth == DEEPEST) {
            throw DataException.at(
                list,
                place,
                "lists within lists do not end",
                "Take out the line that names itself");
          }
          collect(member, dataDir, depth + 1, stacks);
        }
        default ->
            throw DataException.at(
                list,
                place,
                "'" + name + "' is no stack",
                "Name .mrcs files or .txt lists of them");
      }
    }
  }
}
