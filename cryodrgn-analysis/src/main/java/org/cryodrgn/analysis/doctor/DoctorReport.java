package org.cryodrgn.analysis.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cryodrgn.core.doctor.Finding;

/**
 * Findings as a table for people, or as JSON.
 *
 * @param particles the examined file
 * @param findings what was found
 */
public record DoctorReport(Path particles, List<Finding> findings) {

  /** How many findings have a status. */
  public long count(Finding.Status status) {
    return findings.stream().filter(finding -> finding.status() == status).count();
  }

  /** A row a finding: status, check, evidence; below it the remedy, where there is one. */
  public String table() {
    int width = findings.stream().mapToInt(finding -> finding.title().length()).max().orElse(1);
    StringBuilder table = new StringBuilder();
    for (Finding finding : findings) {
      String status = finding.status().name().toLowerCase(Locale.ROOT);
      table.append(
          String.format(
              "%-4s  %-" + width + "s  %s%n", status, finding.title(), finding.evidence()));
      if (!finding.remedy().isEmpty()) {
        table.append(String.format("%-" + (width + 8) + "s-> %s%n", "", finding.remedy()));
      }
    }
    return table.append(summary()).append(System.lineSeparator()).toString();
  }

  private String summary() {
    return String.format(
        "%d ok, %d warn, %d fail",
        count(Finding.Status.OK), count(Finding.Status.WARN), count(Finding.Status.FAIL));
  }

  /** The same for programs: particles, findings (status, check, evidence, remedy), counts. */
  public String json() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("particles", particles.toString());
    List<Map<String, String>> rows = new ArrayList<>();
    for (Finding finding : findings) {
      Map<String, String> row = new LinkedHashMap<>();
      row.put("status", finding.status().name().toLowerCase(Locale.ROOT));
      row.put("check", finding.title());
      row.put("evidence", finding.evidence());
      row.put("remedy", finding.remedy());
      rows.add(row);
    }
    report.put("findings", rows);
    for (Finding.Status status : Finding.Status.values()) {
      report.put(status.name().toLowerCase(Locale.ROOT), count(status));
    }
    try {
      return new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
