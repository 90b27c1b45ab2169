package io.github.echosounder.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.echosounder.check.IdleJudgement.Fate;
import io.github.echosounder.check.IdleJudgement.Finding;
import org.junit.jupiter.api.Test;

/** What follows from which connection ended when: the silent one, the pinging, the talking. */
class IdleJudgementTest {

  private static final Fate OPEN = new Fate(false, 0, 0);

  private static Fate ended(double afterSeconds) {
    return new Fate(true, afterSeconds, afterSeconds);
  }

  @Test
  void nothingIsFoundWhereAllStayOpen() {
    assertEquals(Finding.NONE, IdleJudgement.of(OPEN, OPEN, OPEN));
  }

  @Test
  void theSilentOneAloneIsCutForSilence() {
    assertEquals(Finding.SILENT_CUT, IdleJudgement.of(ended(60), OPEN, OPEN));
  }

  @Test
  void thePingingOneAsWellIsCutDespitePings() {
    assertEquals(Finding.CUT_DESPITE_PING, IdleJudgement.of(ended(60), ended(60), OPEN));
  }

  @Test
  void allTogetherAreNotCutForSilence() {
    assertEquals(Finding.NOT_FOR_SILENCE, IdleJudgement.of(ended(60), ended(60.5), ended(61)));
    assertEquals(Finding.NOT_FOR_SILENCE, IdleJudgement.of(ended(1.5), ended(1.5), ended(2.4)));
  }

  @Test
  void theTalkingOneMuchLaterIsAnotherMatter() {
    assertEquals(Finding.CUT_DESPITE_PING, IdleJudgement.of(ended(30), ended(30), ended(60)));
  }

  @Test
  void oneThatMovedIsNotCutForSilenceWhereTheSilentOneStays() {
    assertEquals(Finding.NOT_FOR_SILENCE, IdleJudgement.of(OPEN, ended(5), OPEN));
    assertEquals(Finding.NOT_FOR_SILENCE, IdleJudgement.of(OPEN, OPEN, ended(5)));
  }
}
