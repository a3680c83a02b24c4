package org.wholetale.recordedrun.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.archive.ArchiveException;
import org.wholetale.recordedrun.archive.ArchiveFinder;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveStores;
import org.wholetale.recordedrun.archive.ArchiveVerifier;
import org.wholetale.recordedrun.archive.Sha256;
import org.wholetale.recordedrun.archive.Verification;
import org.wholetale.recordedrun.signing.KeyException;
import org.wholetale.recordedrun.signing.VerifyingKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recordedrun verify}: whether archives are exactly what their manifests say. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Read archives from end to end and compare them with their manifests.",
      "Exits 0 where all are whole, 1 where one is not or cannot be read, 2 on wrong usage."
    })
public final class VerifyCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "LOCATION",
      description =
          "An archive, or a folder or prefix with archives below it: a path or s3://bucket/prefix;"
              + " or a run in a cluster: its name, and its status says what its manifest has to"
              + " be.")
  private List<String> locations = List.of();

  @Option(
      names = "--manifest-sha256",
      paramLabel = "HEX",
      description = "What the manifest has to be, from the run's status; for one archive only.")
  private @Nullable String manifestSha256;

  @Option(
      names = "--public-key",
      paramLabel = "FILE",
      description =
          "The key that every archive has to be signed by: Ed25519's in PEM, as openssl writes it, or"
              + " OpenPGP's, as gpg exports it.")
  private @Nullable Path publicKey;

  @Mixin private final ClusterOptions cluster = new ClusterOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Map<String, String> environment;

  /**
   * An archive to look at.
   *
   * @param pin what its manifest has to be; null where nothing says so
   */
  private record Suspect(ArchiveLocation location, @Nullable Sha256 pin) {}

  /** The command with the environment of this process. */
  public VerifyCommand() {
    this(System.getenv());
  }

  /**
   * The command.
   *
   * @param environment where S3 and its credentials are named
   */
  public VerifyCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    Sha256 pin = pin();
    VerifyingKey key = key();
    try {
      List<Suspect> archives = archives(pin);
      if (pin != null && archives.size() > 1) {
        throw usage(
            "--manifest-sha256 is for one archive, here are %d; name one of them"
                .formatted(archives.size()));
      }
      boolean ok = true;
      for (Suspect archive : archives) {
        ok &= verify(archive, key);
      }
      return ok ? 0 : 1;
    } catch (IOException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 1;
    }
  }

  private List<Suspect> archives(@Nullable Sha256 pin) throws IOException {
    List<Suspect> archives = new ArrayList<>();
    for (String location : locations) {
      NamedArchive named = cluster.archive(location);
      for (ArchiveLocation found : archivesAt(named.location())) {
        archives.add(new Suspect(found, pin == null ? named.manifestSha256() : pin));
      }
    }
    return archives;
  }

  private List<ArchiveLocation> archivesAt(String text) throws IOException {
    try (ArchiveStore store = open(text)) {
      List<ArchiveFinder.Found> found = ArchiveFinder.find(store);
      if (found.isEmpty()) {
        throw usage("there is no archive at %s or below it".formatted(store.location()));
      }
      return found.stream().map(ArchiveFinder.Found::location).toList();
    } catch (ArchiveException e) {
      if (e.kind() == ArchiveException.Kind.NO_SUCH_BUCKET) {
        throw usage(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  private boolean verify(Suspect archive, @Nullable VerifyingKey key) throws IOException {
    try (ArchiveStore store = ArchiveStores.open(archive.location(), environment)) {
      Verification verification = new ArchiveVerifier(store, archive.pin(), key).verify();
      print(verification);
      return verification.isOk();
    } catch (ArchiveException e) {
      if (e.kind().mayPass()) {
        throw e;
      }
      print("not ok %s  %s".formatted(archive.location(), e.getMessage()));
      return false;
    }
  }

  private void print(Verification verification) {
    if (verification.isOk()) {
      print("ok %s  %s".formatted(verification.location(), verification.summary()));
    } else {
      print(
          "not ok %s  %d problem(s)"
              .formatted(verification.location(), verification.problems().size()));
      verification.problems().forEach(problem -> print("FAILED " + problem));
    }
  }

  private void print(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private ArchiveStore open(String text) {
    try {
      return ArchiveStores.open(ArchiveLocation.parse(text), environment);
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private @Nullable Sha256 pin() {
    try {
      return manifestSha256 == null ? null : Sha256.parse(manifestSha256);
    } catch (IllegalArgumentException e) {
      throw usage("--manifest-sha256: " + e.getMessage());
    }
  }

  private @Nullable VerifyingKey key() {
    try {
      return publicKey == null ? null : VerifyingKey.read(publicKey);
    } catch (KeyException e) {
      throw usage("--public-key: " + e.getMessage());
    } catch (IOException e) {
      throw usage("--public-key: %s cannot be read".formatted(publicKey));
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
