package org.cryodrgn.core.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.jna.Memory;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DevicesTest {

  /** CUDA_ERROR_NO_DEVICE, and CUDA_ERROR_SYSTEM_NOT_READY. */
  private static final int FAILED = 100;

  private static final int NOT_INITIALISED = 802;

  /** A driver of two GPUs, written after NVIDIA's reference; no GPU was at hand. */
  private static final class TwoGpus implements CudaDriver.Calls {
    private final int start;

    TwoGpus(int start) {
      this.start = start;
    }

    @Override
    public int cuInit(int flags) {
      return start;
    }

    @Override
    public int cuDeviceGetCount(int[] count) {
      count[0] = 2;
      return 0;
    }

    @Override
    public int cuDeviceGet(int[] device, int ordinal) {
      device[0] = 40 + ordinal;
      return ordinal < 2 ? 0 : FAILED;
    }

    @Override
    public int cuDeviceGetAttribute(int[] value, int attribute, int device) {
      // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR
      value[0] = attribute == 75 ? device - 40 + 7 : -1;
      return 0;
    }

    @Override
    public int cuDeviceGetName(byte[] name, int length, int device) {
      byte[] told = ("Model " + device).getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(told, 0, name, 0, told.length);
      return 0;
    }

    @Override
    public int cuGetErrorString(int error, PointerByReference text) {
      Memory words = new Memory(100);
      words.setString(0, "system not yet initialized");
      text.setValue(words);
      return error == NOT_INITIALISED ? 0 : 1;
    }
  }

  @Test
  void driverTellsItsGpus() {
    CudaDriver driver = new CudaDriver(new TwoGpus(0));
    assertEquals(2, driver.gpus());
    assertEquals(7, driver.capability(0));
    assertEquals(8, driver.capability(1));
    assertEquals("Model 41", driver.name(1));
    assertEquals(0, driver.capability(2));
    assertEquals("GPU 2", driver.name(2));
  }

  @Test
  void noDriverOrOneThatFailsHasNoGpus() {
    assertEquals(0, new CudaDriver(null).gpus());
    assertEquals(0, new CudaDriver(new TwoGpus(FAILED)).gpus());
  }

  /** A machine without GPUs is no failure. */
  @Test
  void driverThatDoesNotStartSaysWhy() {
    CudaDriver driver = new CudaDriver(new TwoGpus(NOT_INITIALISED));
    assertEquals(0, driver.gpus());
    assertEquals(Optional.of("error 802, system not yet initialized"), driver.failure());
    assertEquals(Optional.of("error 7"), new CudaDriver(new TwoGpus(7)).failure());
    assertEquals(Optional.empty(), new CudaDriver(new TwoGpus(FAILED)).failure());
    assertEquals(Optional.empty(), new CudaDriver(new TwoGpus(0)).failure());
    assertEquals(Optional.empty(), new CudaDriver(null).failure());
  }

  /** Of compute capability 7 and 8. Nothing is computed on them. */
  @Test
  void precisionIsWhatAllGpusInUseHave() {
    CudaDriver driver = new CudaDriver(new TwoGpus(0));
    Engine cpu = Engine.start(1, true);
    Engine older = new Engine(cpu, driver, 0);
    Engine newer = new Engine(cpu, driver, 1);
    assertEquals(new Devices(List.of(older), Precision.FLOAT16), Devices.of(older, false, true));
    assertEquals(new Devices(List.of(newer), Precision.BFLOAT16), Devices.of(newer, false, true));
    assertEquals(new Devices(List.of(newer), Precision.FLOAT32), Devices.of(newer, false, false));
    Devices both = Devices.of(newer, true, true);
    assertEquals(2, both.engines().size());
    assertSame(newer, both.engines().get(0));
    assertEquals(Precision.FLOAT16, both.engines().get(1).mixedPrecision());
    assertEquals(Precision.FLOAT16, both.precision());
  }

  /** PyTorch for the CPU stands for a GPU that it has no kernels for. */
  @Test
  void aDeviceIsTriedOutItself() {
    Engine cpu = Engine.start(1, true);
    assumeFalse(cpu.onGpu());
    int open = Engine.openScopes();
    cpu.tryOut();
    Engine gpu = new Engine(cpu, new CudaDriver(new TwoGpus(0)), 1);
    assertThrows(RuntimeException.class, gpu::tryOut);
    assertEquals(open, Engine.openScopes());
  }

  @Test
  void cpuIsOneDeviceInFloat32() {
    Engine cpu = Engine.start(1, true);
    // Whoever starts the engine first chooses for all tests, which take a GPU where there is one.
    assumeFalse(cpu.onGpu());
    Devices expected = new Devices(List.of(cpu), Precision.FLOAT32);
    assertEquals(expected, Devices.of(cpu, true, true));
    assertEquals(expected, Devices.of(cpu, false, true));
    assertEquals(expected, Devices.one(cpu));
  }
}
