package org.cryodrgn.core.simulate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.io.cryosparc.CsFields;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.numpy.NpyField;
import org.cryodrgn.io.numpy.NpyFile;

/** Simulated particles as a cryoSPARC dataset. */
final class CryosparcTable {

  private static final String CTF_TYPE = "spline";

  private CryosparcTable() {}

  static void write(
      Path file, SimulationSettings settings, SimulatedParticles particles, double pixelSize) {
    List<NpyField> fields =
        List.of(
            field(CsFields.UID, 'u', 8),
            field(CsFields.PATH, 'S', SimulatedFiles.STACK.length()),
            field(CsFields.INDEX, 'u', 4),
            field(CsFields.SHAPE, 'u', 4, 2),
            field(CsFields.PIXEL_SIZE, 'f', 4),
            field("blob/sign", 'f', 4),
            field("ctf/type", 'S', CTF_TYPE.length()),
            field(CsFields.VOLTAGE, 'f', 4),
            field(CsFields.SPHERICAL_ABERRATION, 'f', 4),
            field(CsFields.AMPLITUDE_CONTRAST, 'f', 4),
            field(CsFields.DEFOCUS_U, 'f', 4),
            field(CsFields.DEFOCUS_V, 'f', 4),
            field(CsFields.DEFOCUS_ANGLE, 'f', 4),
            field(CsFields.PHASE_SHIFT, 'f', 4),
            field("alignments3D/split", 'u', 4),
            field("alignments3D/shift", 'f', 4, 2),
            field("alignments3D/pose", 'f', 4, 3),
            field("alignments3D/psize_A", 'f', 4));
    CtfTable ctf = particles.ctf();
    double[] shifts = particles.poses().translations();
    double[] pose = new double[3];
    NpyFile.writeRecords(
        file,
        fields,
        particles.size(),
        (i, record) -> {
          rotationVector(particles.eulerAngles(), 3 * i, pose);
          ByteBuffer row = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
          row.putLong(Draws.stream(settings.seed(), Draws.Purpose.IDENTIFIER, i).nextLong());
          row.put(SimulatedFiles.STACK.getBytes(StandardCharsets.US_ASCII));
          row.putInt(i).putInt(settings.box()).putInt(settings.box());
          row.putFloat((float) pixelSize).putFloat(1);
          row.put(CTF_TYPE.getBytes(StandardCharsets.US_ASCII));
          row.putFloat(ctf.get(i, CtfTable.VOLTAGE));
          row.putFloat(ctf.get(i, CtfTable.SPHERICAL_ABERRATION));
          row.putFloat(ctf.get(i, CtfTable.AMPLITUDE_CONTRAST));
          row.putFloat(ctf.get(i, CtfTable.DEFOCUS_U));
          row.putFloat(ctf.get(i, CtfTable.DEFOCUS_V));
          row.putFloat((float) Math.toRadians(ctf.get(i, CtfTable.DEFOCUS_ANGLE)));
          row.putFloat((float) Math.toRadians(ctf.get(i, CtfTable.PHASE_SHIFT)));
          row.putInt(i % 2);
          row.putFloat((float) (shifts[2 * i] * settings.box()));
          row.putFloat((float) (shifts[2 * i + 1] * settings.box()));
          row.putFloat((float) pose[0]).putFloat((float) pose[1]).putFloat((float) pose[2]);
          row.putFloat((float) pixelSize);
        });
  }

  private static NpyField field(String name, char kind, int size, int... shape) {
    return new NpyField(name, kind == 'S' ? '|' : '<', kind, size, shape, "");
  }

  /**
   * The axis times the angle (radians) of the transposed rotation, as cryoSPARC keeps it, of
   * RELION's rot, tilt, psi in degrees; by the unit quaternion of the three turns.
   */
  private static void rotationVector(double[] angles, int at, double[] vector) {
    double sum = Math.toRadians(angles[at] + angles[at + 2]) / 2;
    double difference = Math.toRadians(angles[at] - angles[at + 2]) / 2;
    double tilt = Math.toRadians(angles[at + 1]) / 2;
    vector[0] = -Math.sin(tilt) * Math.sin(difference);
    vector[1] = Math.sin(tilt) * Math.cos(difference);
    vector[2] = Math.cos(tilt) * Math.sin(sum);
    double sine = Math.sqrt(vector[0] * vector[0] + vector[1] * vector[1] + vector[2] * vector[2]);
    double cosine = Math.cos(tilt) * Math.cos(sum);
    double angle = 2 * Math.atan2(sine, cosine);
    for (int a = 0; a < 3; a++) {
      vector[a] *= sine > 0 ? angle / sine : 0;
    }
  }
}
