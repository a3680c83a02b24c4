package org.wholetale.recordedrun.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * What a recorder is to write into the run's folder, where Whole Tale looks for it.
 *
 * @param workspace the name that the workspace has in the run's folder
 * @param onArchiveFailure what a run is worth whose archive could not be written
 */
@JsonIgnoreProperties(ignoreUnknown = true) // a newer operator may ask for more
public record WriteBack(String workspace, ArchiveSettings.OnFailure onArchiveFailure) {}
