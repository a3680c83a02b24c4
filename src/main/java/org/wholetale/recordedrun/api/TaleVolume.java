package org.wholetale.recordedrun.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.CSIVolumeSource;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.NFSVolumeSource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import org.jspecify.annotations.Nullable;

/** A volume of the tale: exactly one source, and optionally the folder within it. */
@JsonIgnoreProperties(ignoreUnknown = true) // a newer CRD may have more
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "[has(self.persistentVolumeClaim), has(self.nfs), has(self.csi), has(self.configMap),"
            + " has(self.secret), has(self.emptyDir)].filter(set, set).size() == 1",
    message =
        "name exactly one volume source: persistentVolumeClaim, nfs, csi, configMap, secret or"
            + " emptyDir")
public record TaleVolume(
    @Nullable PersistentVolumeClaimVolumeSource persistentVolumeClaim,
    @Nullable NFSVolumeSource nfs,
    @Nullable CSIVolumeSource csi,
    @Nullable ConfigMapVolumeSource configMap,
    @Nullable SecretVolumeSource secret,
    @Nullable EmptyDirVolumeSource emptyDir,
    @Nullable
        @Size(max = 4095)
        @JsonPropertyDescription("The folder within the volume, relative.")
        @ValidationRule(
            value = "!self.startsWith('/') && !self.split('/').exists(part, part == '..')",
            message =
                "write subPath relative to the volume and without .., for example runs/42/workspace")
        String subPath) {}
