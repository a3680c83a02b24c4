package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.FileId;
import org.wholetale.recordedrun.trace.FileKind;
import org.wholetale.recordedrun.trace.ProcessId;

/** The trace began 1,000 ns after the machine. */
class TransfersTest {

  private static final String FILE = "77,4711,1500,33188,266338304,131";
  private static final String PIPE = "77,4712,1600,4480,13,18446744073709551615";

  private final Transfers transfers = new Transfers();

  @Test
  void sumsOfOneProcessAndFileAddUpUntilTheyAreTold() {
    transfers.read(Map.of(FILE, 100L));
    transfers.read(Map.of(FILE, 20L));
    transfers.written(Map.of(FILE, 3L));

    assertThat(told())
        .singleElement()
        .satisfies(event -> {
          assertThat(event.process()).isEqualTo(new ProcessId(4711, 500));
          assertThat(event.file()).isEqualTo(new FileId("254:0", 131));
          assertThat(event.kind()).isEqualTo(FileKind.FILE);
          assertThat(event.read()).isEqualTo(120);
          assertThat(event.written()).isEqualTo(3);
        });
    assertThat(told()).isEmpty();
  }

  @Test
  void aPipeIsToldByItsInodeAndASocketByItsPeersToo() {
    transfers.pair(-1, 9);
    transfers.written(Map.of(PIPE, 6L));

    Event.Transfer pipe = told().getFirst();

    assertThat(pipe.kind()).isEqualTo(FileKind.FIFO);
    assertThat(pipe.file().inodeText()).isEqualTo("18446744073709551615");
    assertThat(pipe.peer()).isEqualTo(9);
  }

  @Test
  void theLargestNumbersMayComeWithASign() {
    transfers.written(Map.of("77,4712,1600,4480,13,-1", 6L));

    assertThat(told().getFirst().file().inodeText()).isEqualTo("18446744073709551615");
  }

  @Test
  void ofOtherContainersNothingIsTold() {
    transfers.read(Map.of(FILE, 1L));

    assertThat(transfers.take(9, time -> time, group -> group == 77)).isEmpty();
  }

  @Test
  void allIsHereOnceTheSumOfAllIsTheSumOfWhatCame() {
    transfers.asks(50);
    transfers.moved(106);
    transfers.read(Map.of(FILE, 100L));
    assertThat(transfers.isComplete(40)).isFalse();
    assertThat(transfers.missing()).isEqualTo(6);

    transfers.written(Map.of(PIPE, 6L));
    transfers.asks(60);
    transfers.moved(106);

    assertThat(transfers.isComplete(60)).isTrue();
    assertThat(transfers.isComplete(61)).isFalse();
    assertThat(transfers.missing()).isZero();
  }

  @Test
  void whereNothingWasMovedTheEmptySumIsNotPrinted() {
    transfers.asks(50);
    assertThat(transfers.isComplete(50)).isFalse();

    transfers.asks(60);

    assertThat(transfers.isComplete(50)).isTrue();
  }

  @Test
  void aNewTracerCountsFromNothing() {
    transfers.asks(50);
    transfers.read(Map.of(FILE, 100L));
    transfers.moved(100);

    transfers.restart();
    transfers.read(Map.of(FILE, 7L));
    transfers.asks(70);
    transfers.moved(7);

    assertThat(transfers.isComplete(70)).isTrue();
  }

  @Test
  void aSumByOtherKeysIsRefused() {
    assertThatThrownBy(() -> transfers.read(Map.of("1,2", 1L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other keys");
  }

  private List<Event.Transfer> told() {
    return transfers.take(9_000, time -> time - 1_000, group -> false).stream()
        .map(Event.Transfer.class::cast)
        .toList();
  }
}
