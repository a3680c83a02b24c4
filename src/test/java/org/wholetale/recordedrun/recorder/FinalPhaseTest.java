package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wholetale.recordedrun.api.ArchiveSettings.OnFailure;
import org.wholetale.recordedrun.api.RecorderReport;
import org.wholetale.recordedrun.api.RecorderReport.State;
import org.wholetale.recordedrun.api.Recording;
import org.wholetale.recordedrun.api.Recording.OnLoss;
import org.wholetale.recordedrun.api.RecordingRequest;
import org.wholetale.recordedrun.api.RunIdentity;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.api.TraceSummary;
import org.wholetale.recordedrun.api.WriteBack;

class FinalPhaseTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          # what happened            , exit, signal, processes, lost, state         , onLoss, onFailure, stopped for     , phase
          all is whole               , 0   ,       , 3        , 0   , ARCHIVED      , Fail  , Fail     ,                 , COMPLETED
          it failed                  , 3   ,       , 3        , 0   , ARCHIVED      , Fail  , Fail     ,                 , FAILED
          it was killed              ,     , 9     , 3        , 0   , ARCHIVED      , Fail  , Fail     ,                 , FAILED
          it was cancelled           ,     , 15    , 3        , 0   , ARCHIVED      , Fail  , Fail     , Cancelled       , CANCELLED
          cancelled with exit code 0 , 0   ,       , 3        , 0   , ARCHIVED      , Fail  , Fail     , Cancelled       , CANCELLED
          cancelled before it began  ,     ,       , 0        , 0   , ARCHIVED      , Fail  , Fail     , Cancelled       , CANCELLED
          its time was over          , 0   ,       , 3        , 0   , ARCHIVED      , Fail  , Fail     , DeadlineExceeded, FAILED
          events were lost           , 0   ,       , 3        , 7   , ARCHIVED      , Fail  , Fail     ,                 , FAILED
          that is allowed            , 0   ,       , 3        , 7   , ARCHIVED      , Warn  , Fail     ,                 , COMPLETED
          the store was away         , 0   ,       , 3        , 0   , ARCHIVE_FAILED, Warn  , Fail     ,                 , FAILED
          that is allowed too        , 0   ,       , 3        , 0   , ARCHIVE_FAILED, Warn  , Warn     ,                 , COMPLETED
          it never ran               ,     ,       , 0        , 0   , ARCHIVED      , Warn  , Warn     ,                 , FAILED
          its end was not seen       ,     ,       , 3        , 7   , ARCHIVED      , Warn  , Warn     ,                 ,
          """)
  void theRecorderSaysWhatTheOperatorWillFind(
      String happened,
      @Nullable Integer exit,
      @Nullable Integer signal,
      long processes,
      long lost,
      State state,
      OnLoss onLoss,
      OnFailure onFailure,
      @Nullable String stoppedFor,
      @Nullable RunStatus phase) {
    TraceSummary trace =
        new TraceSummary(
            "file:///a/", null, 10, lost, 0, lost > 0 ? 1 : 0, processes, 0L, 0L, 1.0, 1.0, null);
    RecorderReport report = new RecorderReport(state, trace, exit, signal, null, null, null, null);
    WriteBack settings = new WriteBack("workspace", onFailure);

    assertThat(
            FinalPhase.of(
                report, request(onLoss, settings), settings, Optional.ofNullable(stoppedFor)))
        .isEqualTo(Optional.ofNullable(phase));
  }

  private static RecordingRequest request(OnLoss onLoss, WriteBack settings) {
    return new RecordingRequest(
        new RunIdentity("tales", "hello", "0", null, null),
        "file:///a/",
        List.of("sh", "run.sh"),
        "/work/workspace",
        null,
        new Recording(true, true, false, false, false, null, null, onLoss, null),
        List.of(),
        10,
        120,
        settings);
  }
}
