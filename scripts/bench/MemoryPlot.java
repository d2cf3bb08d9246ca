import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.analysis.plot.LinePlot;
import org.cryodrgn.analysis.plot.PlotFile;

/** Draws what memory.sh measured: java -cp 'DIST/lib/*' MemoryPlot.java OUT.svg NAME.tsv ... */
class MemoryPlot {

  public static void main(String[] arguments) throws IOException {
    LinePlot plot = new LinePlot("Seconds", "Resident memory (GiB)");
    for (int i = 1; i < arguments.length; i++) {
      Path table = Path.of(arguments[i]);
      List<String> lines = Files.readAllLines(table);
      double[] seconds = column(lines, 0);
      double[] resident = column(lines, 2);
      for (int row = 0; row < resident.length; row++) {
        resident[row] /= 1024;
      }
      plot.line(table.getFileName().toString().replace(".tsv", ""), seconds, resident);
    }
    PlotFile.write(plot, Path.of(arguments[0]));
  }

  private static double[] column(List<String> lines, int column) {
    return lines.stream()
        .skip(1)
        .mapToDouble(line -> Double.parseDouble(line.split("\t")[column]))
        .toArray();
  }
}
