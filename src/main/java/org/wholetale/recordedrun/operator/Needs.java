package org.wholetale.recordedrun.operator;

import static java.util.Objects.requireNonNullElse;
import static org.wholetale.recordedrun.operator.NamedObject.Kind.CLAIM;
import static org.wholetale.recordedrun.operator.NamedObject.Kind.CONFIG_MAP;
import static org.wholetale.recordedrun.operator.NamedObject.Kind.SECRET;

import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecordedRunSpec;
import org.wholetale.recordedrun.api.TaleVolume;

/** What a run's pod needs of its namespace; what it can do without is left out. */
final class Needs {

  private Needs() {}

  /** In the order in which a user reads the run, the operator's own last. */
  static List<Need> of(RecordedRunSpec spec, OperatorConfig config) {
    return Stream.of(
            ofVolume("spec.workspace", spec.workspace()),
            ofVolume("spec.data", spec.data()),
            ofEnvironment(requireNonNullElse(spec.env(), List.of())),
            ofPull(requireNonNullElse(spec.imagePullSecrets(), List.of())),
            ofOperator(config))
        .flatMap(needs -> needs)
        .filter(need -> !need.object().name().isEmpty())
        .toList();
  }

  /** The Secret that the recorder takes the store's keys from. */
  static NamedObject storeSecret(String name) {
    return new NamedObject(SECRET, name);
  }

  private static Stream<Need> ofVolume(String field, @Nullable TaleVolume volume) {
    if (volume == null) {
      return Stream.empty();
    }
    if (volume.persistentVolumeClaim() != null) {
      String claim = volume.persistentVolumeClaim().getClaimName();
      return one(field + ".persistentVolumeClaim.claimName", CLAIM, claim, Set.of());
    }
    if (volume.configMap() != null) {
      return ofConfigMap(field + ".configMap", volume.configMap());
    }
    if (volume.secret() != null) {
      return ofSecret(field + ".secret", volume.secret());
    }
    return volume.csi() == null || volume.csi().getNodePublishSecretRef() == null
        ? Stream.empty()
        : one(
            field + ".csi.nodePublishSecretRef",
            SECRET,
            volume.csi().getNodePublishSecretRef().getName(),
            Set.of());
  }

  private static Stream<Need> ofConfigMap(String field, ConfigMapVolumeSource source) {
    return isTrue(source.getOptional())
        ? Stream.empty()
        : one(field, CONFIG_MAP, source.getName(), keys(source.getItems()));
  }

  private static Stream<Need> ofSecret(String field, SecretVolumeSource source) {
    return isTrue(source.getOptional())
        ? Stream.empty()
        : one(field, SECRET, source.getSecretName(), keys(source.getItems()));
  }

  private static Stream<Need> ofEnvironment(List<EnvVar> variables) {
    return IntStream.range(0, variables.size())
        .boxed()
        .flatMap(
            i -> ofSource("spec.env[%d].valueFrom".formatted(i), variables.get(i).getValueFrom()));
  }

  private static Stream<Need> ofSource(String field, @Nullable EnvVarSource source) {
    if (source == null) {
      return Stream.empty();
    }
    SecretKeySelector secret = source.getSecretKeyRef();
    ConfigMapKeySelector map = source.getConfigMapKeyRef();
    if (secret != null && !isTrue(secret.getOptional())) {
      return one(field + ".secretKeyRef", SECRET, secret.getName(), Set.of(secret.getKey()));
    }
    return map == null || isTrue(map.getOptional())
        ? Stream.empty()
        : one(field + ".configMapKeyRef", CONFIG_MAP, map.getName(), Set.of(map.getKey()));
  }

  private static Stream<Need> ofPull(List<LocalObjectReference> secrets) {
    return IntStream.range(0, secrets.size())
        .boxed()
        .flatMap(i ->
            one(
                "spec.imagePullSecrets[%d]".formatted(i),
                SECRET,
                secrets.get(i).getName(),
                Set.of()));
  }

  private static Stream<Need> ofOperator(OperatorConfig config) {
    OperatorConfig.Spools spools = config.recorder().spools();
    RecorderSigning signing = config.recorder().signing();
    return Stream.of(
            one("the operator's spools", CLAIM, spools == null ? null : spools.claim(), Set.of()),
            one(
                "the operator's store",
                SECRET,
                config.store().credentialsSecret(),
                StoreAccess.KEYS),
            signing == null
                ? Stream.<Need>empty()
                : one("the operator's signing", SECRET, signing.secret(), signing.keys()))
        .flatMap(needs -> needs);
  }

  private static Stream<Need> one(
      String field, NamedObject.Kind kind, @Nullable String name, Set<String> keys) {
    return name == null
        ? Stream.empty()
        : Stream.of(new Need(field, new NamedObject(kind, name), keys));
  }

  private static Set<String> keys(@Nullable List<KeyToPath> items) {
    return items == null
        ? Set.of()
        : items.stream().map(KeyToPath::getKey).collect(Collectors.toSet());
  }

  private static boolean isTrue(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }
}
