package org.wholetale.recordedrun.recorder;

import org.wholetale.recordedrun.api.TaleDescription;
import org.wholetale.recordedrun.archive.ManifestAbout;
import org.wholetale.recordedrun.archive.ManifestExec;
import org.wholetale.recordedrun.archive.ManifestGap;
import org.wholetale.recordedrun.trace.Event;

/** Events, and what a recorder was told, as a manifest tells of them. */
final class ManifestForms {

  private ManifestForms() {}

  static ManifestGap of(Event.Gap gap) {
    return new ManifestGap(gap.from(), gap.to(), gap.cause(), gap.lost());
  }

  static ManifestAbout about(TaleDescription tale) {
    return new ManifestAbout(
        tale.title(),
        tale.description(),
        tale.license(),
        tale.authorsOrEmpty().stream()
            .map(author -> new ManifestAbout.Author(author.name(), author.orcid()))
            .toList());
  }

  static ManifestExec of(Event.Exec exec) {
    return new ManifestExec(
        exec.path().toString(),
        exec.argv().stream().map(Object::toString).toList(),
        exec.process().pid());
  }
}
