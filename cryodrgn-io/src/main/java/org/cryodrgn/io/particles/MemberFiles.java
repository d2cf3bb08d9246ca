package org.cryodrgn.io.particles;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cryodrgn.io.mrc.MrcFile;

/** The files of a stack; the headers of those used last are kept. */
final class MemberFiles {

  private static final int MOST_KEPT = 512;

  private final List<Path> paths;
  private final Map<Integer, MrcFile> kept = new LinkedHashMap<>(16, 0.75f, true);

  MemberFiles(List<Path> paths) {
    this.paths = paths;
  }

  List<Path> paths() {
    return paths;
  }

  MrcFile get(int index) {
    synchronized (kept) {
      MrcFile file = kept.get(index);
      if (file != null) {
        return file;
      }
    }
    // Opened outside the lock: threads that need other files go on meanwhile.
    MrcFile opened = MrcFile.open(paths.get(index));
    synchronized (kept) {
      kept.put(index, opened);
      if (kept.size() > MOST_KEPT) {
        kept.remove(kept.keySet().iterator().next());
      }
    }
    return opened;
  }

  void clear() {
    synchronized (kept) {
      kept.clear();
    }
  }
}
