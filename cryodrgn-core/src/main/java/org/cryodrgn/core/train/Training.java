package org.cryodrgn.core.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.core.dataset.ParticleSelection;
import org.cryodrgn.core.device.Devices;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.memory.MemoryLimit;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.ParameterLayout;
import org.cryodrgn.core.model.VolumeModel;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.particles.ParticleStack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A training from its input files to its output folder. Writes config.yaml, the files of its {@link
 * Learner} at checkpoints and at the end, and metrics.jsonl.
 */
public abstract class Training {

  private static final Logger LOG = LoggerFactory.getLogger(Training.class);

  /** Below it the lattice has hardly a frequency to encode. */
  private static final int SMALLEST_BOX = 8;

  private final TrainingRequest request;
  private final TrainingRequest.Optimisation optimisation;
  private final TrainingRequest.Output output;
  private final TrainingRequest.Machine machine;
  private final PoseStart poses;

  /**
   * What a learner is made of.
   *
   * @param devices where it runs
   * @param spec its networks
   * @param data the images
   * @param preparation how they were scaled
   * @param settings how it learns
   * @param checkpoint that it goes on from; empty to begin
   * @param threads for what is not the engine's
   */
  record Parts(
      Devices devices,
      ModelSpec spec,
      TrainingData data,
      ImagePreparation preparation,
      TrainingSettings settings,
      Optional<ModelCheckpoint> checkpoint,
      int threads) {

    /** The networks, as they are to begin with. */
    <M extends VolumeModel> Networks<M> networks(Networks.Make<M> make) {
      return Networks.of(devices, spec, settings, checkpoint, make);
    }
  }

  /** A training that does what is asked. */
  Training(TrainingRequest request) {
    this.request = request;
    optimisation = request.optimisation();
    output = request.output();
    machine = request.machine();
    poses = new PoseStart(optimisation.poses(), optimisation.epochs(), output.load());
  }

  /** What learns. */
  abstract Learner learner(Parts parts);

  /**
   * Reads and checks what a kind of training has of its own, before images are loaded and anything
   * is written.
   *
   * @param particles of the run
   * @param checkpoint that it goes on from; empty to begin
   */
  void readInputs(
      ParticleSelection particles, ModelSpec spec, Optional<ModelCheckpoint> checkpoint) {}

  /** The particles' files. */
  ParticleDataset.Source source() {
    return request.source();
  }

  /** The checkpoint file that the training goes on from; null to begin. */
  Path load() {
    return output.load();
  }

  /** The files of the output folder. */
  RunFiles files() {
    return output.files();
  }

  /** What the decoder takes the coordinate at the edge of the box for. */
  double extent() {
    return 0.5;
  }

  /**
   * Trains.
   *
   * @param listeners told of the training
   * @param stop asked between batches whether to save and end; from several threads
   * @return whether the training came to its end; false if it was stopped before
   * @throws DataException if an input is wrong, an output cannot be written, or the loss does not
   *     become finite again
   */
  public boolean run(List<TrainingListener> listeners, BooleanSupplier stop) {
    long started = System.nanoTime();
    boolean finished;
    try (ParticleDataset dataset = ParticleDataset.openPickled(source(), output.files().folder())) {
      finished = run(dataset, listeners, stop);
    } catch (StoppedException e) {
      LOG.info("Stopped before the first step");
      return false;
    }
    double seconds = (System.nanoTime() - started) * 1e-9;
    LOG.info("Finished in {}", RunLog.clock(seconds));
    return finished;
  }

  /**
   * Holds a run that is done against what is asked for, as a training that goes on would be; what
   * is other in a way that does no harm goes to the log.
   *
   * @throws DataException if an input is wrong, or not that of the run
   */
  public void requireSameRun() {
    try (ParticleDataset dataset = ParticleDataset.open(source())) {
      ResumeCheck before = new ResumeCheck(output.load());
      TrainingConfig config = config(before, dataset.stack().box());
      before.requireSame(config);
      // With one epoch more there is something to go on for.
      int epochs = optimisation.epochs() + 1;
      readInputs(
          dataset.selection(),
          new Resumption(output.files(), output.load(), epochs, config.spec()));
      tellOfImages(before, new PreparedImages(dataset, request.images(), machine.threads()));
    }
  }

  private TrainingConfig config(ResumeCheck before, int box) {
    return new TrainingConfig(before.withFrequencies(request.architecture()), extent(), box);
  }

  private void tellOfImages(ResumeCheck before, PreparedImages images) {
    before.tellOfFile(source().particles());
    before.tell(images.preparation());
  }

  private void requireTrainable(int particles, int box) {
    if (box < SMALLEST_BOX) {
      throw new DataException(
          "%s: a box of %d pixels is too small to train on. Use images of %d pixels or more."
              .formatted(source().particles(), box, SMALLEST_BOX));
    }
    if (particles < 2) {
      throw new DataException(
          "%s: one particle is too few to train on. Use two or more."
              .formatted(source().particles()));
    }
  }

  private MemoryPlan plan(
      ModelSpec spec, ImagePixels pixels, int particles, int batchSize, boolean onGpu) {
    return MemoryPlan.of(
        MemoryLimit.ofMachine(),
        // The JVM gives as much outside its heap as within; batches are there too.
        Runtime.getRuntime().maxMemory() / 16 * 15,
        machine.memory(),
        MemoryEstimate.of(
            spec,
            pixels,
            particles,
            batchSize,
            optimisation.poses(),
            machine.workers(onGpu),
            onGpu),
        new MemoryPlan.Images(particles, pixels.box(), pixels.count(), machine.threads()));
  }

  private boolean run(
      ParticleDataset dataset, List<TrainingListener> listeners, BooleanSupplier stop) {
    ParticleStack stack = dataset.stack();
    int box = stack.box();
    LOG.info("{} particles of {} x {} pixels", stack.size(), box, box);
    requireTrainable(stack.size(), box);
    // A run that goes on may be given the poses that it has refined so far.
    if (optimisation.poses().isPresent() && output.load() == null) {
      output.files().requireKept(dataset.source().poses());
    }
    ResumeCheck before = new ResumeCheck(output.load());
    TrainingConfig config = config(before, box);
    ModelSpec spec = config.spec();
    logSize(spec);
    before.requireSame(config);
    TrainingSettings asked =
        TrainingSettings.of(
            optimisation, readInputs(dataset.selection(), resumption(spec)), output.logInterval());
    ImagePixels pixels = config.pixels();
    Engine engine = Engine.start(machine.threads(), true);
    Devices devices = machine.devices().apply(engine);
    devices.engines().forEach(Engine::tryOut);
    TrainingSettings settings = asked.on(devices.engines().size(), machine.workers(engine.onGpu()));
    MemoryPlan memory = plan(spec, pixels, stack.size(), settings.batchSize(), engine.onGpu());
    PreparedImages prepared = new PreparedImages(dataset, request.images(), machine.threads());
    tellOfImages(before, prepared);
    config
        .of(
            dataset.source(),
            prepared.preparation(),
            optimisation.poses().isPresent(),
            settings.seed(),
            output)
        .write(output.files().config());
    Checkpoints checkpoints =
        new Checkpoints(
            output.files(),
            dataset.source().poses(),
            new Checkpoints.Plan(
                settings.epochs(), output.checkpointEvery(), output.checkpointInside()));
    try (TrainingData data = prepared.load(pixels, memory, with(listeners, stoppedBy(stop)));
        MetricsLog metrics = new MetricsLog(output.files().metrics())) {
      EpochLoop.Starts starts =
          file -> start(devices, spec, data, prepared.preparation(), settings, file);
      return new EpochLoop(checkpoints, data, settings, with(listeners, metrics), stop)
          .run(starts, output.load());
    }
  }

  /** What the checkpoint tells is not held while images are loaded. */
  private Optional<ModelCheckpoint> readInputs(ParticleSelection particles, Resumption from) {
    Optional<ModelCheckpoint> checkpoint = from.readFor(particles);
    poses.read(particles, checkpoint);
    readInputs(particles, from.spec(), checkpoint);
    return checkpoint;
  }

  private EpochLoop.Start start(
      Devices devices,
      ModelSpec spec,
      TrainingData data,
      ImagePreparation preparation,
      TrainingSettings settings,
      Path file) {
    Optional<ModelCheckpoint> checkpoint = resumption(spec).read(file);
    checkpoint.ifPresent(settings::tellOfOtherSteps);
    Parts parts =
        new Parts(
            devices,
            spec,
            poses.begin(data, checkpoint),
            preparation,
            settings,
            checkpoint,
            machine.threads());
    TrainingMark mark = TrainingMark.of(settings, data.selection(), checkpoint);
    return new EpochLoop.Start(learner(parts), mark);
  }

  private Resumption resumption(ModelSpec spec) {
    return new Resumption(output.files(), output.load(), optimisation.epochs(), spec);
  }

  private static TrainingListener stoppedBy(BooleanSupplier stop) {
    return new TrainingListener() {
      @Override
      public void loaded(int loaded, int particles) {
        if (stop.getAsBoolean()) {
          throw new StoppedException();
        }
      }
    };
  }

  private static void logSize(ModelSpec spec) {
    ParameterLayout layout = new ParameterLayout(spec);
    int encoder = layout.decoder().get(0).offset();
    LOG.info("{} parameters in model", layout.size());
    if (encoder > 0) {
      LOG.info("{} parameters in encoder", encoder);
      LOG.info("{} parameters in decoder", layout.size() - encoder);
    }
  }

  private static List<TrainingListener> with(
      List<TrainingListener> listeners, TrainingListener another) {
    List<TrainingListener> all = new ArrayList<>(listeners);
    all.add(another);
    return all;
  }
}
