package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecorderPaths;

/**
 * By what recorders sign archives.
 *
 * @param secret a Secret of that name in each run's namespace
 * @param key which of its keys is the private key
 * @param passphrase which of its keys is the private key's passphrase; null where it has none
 * @param timestampAuthority where RFC 3161's requests go, as pods reach it; null where no time is
 *     attested
 */
public record RecorderSigning(
    String secret, String key, @Nullable String passphrase, @Nullable URI timestampAuthority) {

  static final String VOLUME = "recorder-signing";

  private static final int OWNER_READS = 0400;

  public RecorderSigning {
    if (timestampAuthority != null
        && !timestampAuthority.toString().matches("https?://[^/?#]+.*")) {
      throw new IllegalArgumentException(
          "no timestamp authority can be at %s: give an address such as https://tsa.example.org/tsr"
              .formatted(timestampAuthority));
    }
  }

  /** What the Secret must have. */
  Set<String> keys() {
    Set<String> keys = new HashSet<>(Set.of(key));
    if (passphrase != null) {
      keys.add(passphrase);
    }
    return keys;
  }

  /** The volume with the key and its passphrase, and nothing else of the Secret. */
  Volume volume() {
    List<KeyToPath> items = new ArrayList<>();
    items.add(item(key, RecorderPaths.SIGNING_KEY));
    if (passphrase != null) {
      items.add(item(passphrase, RecorderPaths.SIGNING_PASSPHRASE));
    }
    return new VolumeBuilder()
        .withName(VOLUME)
        .withNewSecret()
        .withSecretName(secret)
        .withDefaultMode(OWNER_READS)
        .withItems(items)
        .endSecret()
        .build();
  }

  private static KeyToPath item(String key, String path) {
    return new KeyToPathBuilder()
        .withKey(key)
        .withPath(String.valueOf(Path.of(path).getFileName()))
        .build();
  }
}
