package org.cryodrgn.analysis.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.cryodrgn.io.AtomicFile;
import org.jfree.pdf.PDFDocument;
import org.jfree.pdf.PDFGraphics2D;
import org.jfree.pdf.PDFHints;
import org.jfree.svg.SVGGraphics2D;

/** Writes figures as files, whole or not at all. */
public final class PlotFile {

  /** The pixels of a PNG for each point of the figure: sharp on a projector. */
  public static final int PIXELS_PER_POINT = 2;

  static {
    // Plots are made on clusters, where no display is; what the user set already stays.
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
    ImageIO.setUseCache(false);
  }

  private PlotFile() {}

  /**
   * Writes a figure.
   *
   * @param target its extension chooses the format: .png, .svg or .pdf
   * @throws org.cryodrgn.io.DataException if it cannot be written
   */
  public static void write(Figure figure, Path target) {
    switch (PlotFormat.of(target)) {
      case PNG -> AtomicFile.write(target, out -> ImageIO.write(image(figure), "png", out));
      case SVG -> AtomicFile.writeText(target, svg(figure));
      case PDF -> AtomicFile.write(target, out -> out.write(pdf(figure)));
    }
  }

  /**
   * Writes a figure as folder/name.extension.
   *
   * @return the file written
   */
  public static Path write(Figure figure, Path folder, String name, PlotFormat format) {
    Path target = folder.resolve(name + "." + format.extension());
    write(figure, target);
    return target;
  }

  /** The figure as pixels, {@link #PIXELS_PER_POINT} for each point. */
  public static BufferedImage image(Figure figure) {
    BufferedImage image =
        new BufferedImage(
            figure.width() * PIXELS_PER_POINT,
            figure.height() * PIXELS_PER_POINT,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.scale(PIXELS_PER_POINT, PIXELS_PER_POINT);
    figure.draw(g);
    g.dispose();
    return image;
  }

  private static String svg(Figure figure) {
    SVGGraphics2D g = new SVGGraphics2D(figure.width(), figure.height());
    figure.draw(g);
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + g.getSVGElement();
  }

  private static byte[] pdf(Figure figure) throws IOException {
    PDFDocument document = new PDFDocument();
    PDFGraphics2D g =
        document.createPage(new Rectangle(figure.width(), figure.height())).getGraphics2D();
    // As outlines: the PDF's own fonts have other widths and lack letters that we use.
    g.setRenderingHint(PDFHints.KEY_DRAW_STRING_TYPE, PDFHints.VALUE_DRAW_STRING_TYPE_VECTOR);
    figure.draw(g);
    byte[] bytes = document.getPDFBytes();
    if (bytes.length == 0) {
      throw new IOException("the PDF writer gave nothing");
    }
    return bytes;
  }
}
