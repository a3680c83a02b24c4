package org.wholetale.recordedrun.report;

import java.util.List;

/**
 * What a report shows beside a run's record.
 *
 * @param resources what the tale took of the machine
 * @param printed what it printed
 * @param remarks what is to be known of the archive, such as that it was recovered; in sentences
 */
public record ReportSupplement(
    ResourceSeries resources, PrintedOutput printed, List<String> remarks) {

  public ReportSupplement {
    remarks = List.copyOf(remarks);
  }
}
