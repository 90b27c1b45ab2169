package io.github.echosounder.behaviour;

/** How far one name is from another: Levenshtein's distance. */
final class Distance {

  private Distance() {}

  /** Whether one may be the other, mistyped: few of its letters differ. */
  static boolean isNear(String a, String b) {
    return between(a, b) <= 1 + Math.min(a.length(), b.length()) / 4;
  }

  static int between(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    // A name that somebody made up at length is as far from one as from the other.
    int rows = Math.min(a.length(), 64);
    for (int i = 1; i <= rows; i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
