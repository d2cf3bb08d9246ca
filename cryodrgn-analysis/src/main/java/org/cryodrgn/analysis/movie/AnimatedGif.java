package org.cryodrgn.analysis.movie;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.cryodrgn.io.AtomicFile;

/** An animated GIF that repeats for ever (GIF89a with Netscape's looping extension). */
final class AnimatedGif implements MovieFile {

  private static final String FORMAT = "javax_imageio_gif_image_1.0";

  private final AtomicFile file;
  private final ImageOutputStream out;
  private final ImageWriter writer;
  private final int delay;

  /**
   * @param framesPerSecond at most 50: players slow shorter delays down
   */
  AnimatedGif(Path target, double framesPerSecond) throws IOException {
    delay = (int) Math.max(2, Math.round(100 / framesPerSecond));
    ImageIO.setUseCache(false);
    file = AtomicFile.open(target);
    out = ImageIO.createImageOutputStream(Channels.newOutputStream(file.channel()));
    writer = ImageIO.getImageWritersByFormatName("gif").next();
    writer.setOutput(out);
    writer.prepareWriteSequence(null);
  }

  @Override
  public void add(BufferedImage frame) throws IOException {
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(frame), null);
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
    IIOMetadataNode control = child(root, "GraphicControlExtension");
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("transparentColorIndex", "0");
    control.setAttribute("delayTime", Integer.toString(delay));
    IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
    loop.setAttribute("applicationID", "NETSCAPE");
    loop.setAttribute("authenticationCode", "2.0");
    loop.setUserObject(new byte[] {1, 0, 0});
    child(root, "ApplicationExtensions").appendChild(loop);
    metadata.setFromTree(FORMAT, root);
    writer.writeToSequence(new IIOImage(frame, null, metadata), null);
  }

  private static IIOMetadataNode child(IIOMetadataNode root, String name) {
    if (root.getElementsByTagName(name).getLength() == 0) {
      root.appendChild(new IIOMetadataNode(name));
    }
    return (IIOMetadataNode) root.getElementsByTagName(name).item(0);
  }

  @Override
  public void finish() throws IOException {
    writer.endWriteSequence();
    out.flush();
    file.commit();
  }

  @Override
  public void close() throws IOException {
    writer.dispose();
    file.close();
  }
}
