package io.github.echosounder.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Bytes, or with a unit of 1,024 as the knobs have it: 64K, 64KiB, 1M, 16MiB. */
public final class SizeForm implements ITypeConverter<Long> {

  private static final Pattern FORM = Pattern.compile("(\\d{1,10})(K|KiB|M|MiB)?");

  @Override
  public Long convert(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new TypeConversionException(
          "\"" + text + "\" is no size: bytes, or with a unit of 1,024, such as 64KiB or 16MiB");
    }
    String unit = form.group(2);
    int shift = unit == null ? 0 : unit.startsWith("K") ? 10 : 20;
    return Long.parseLong(form.group(1)) << shift;
  }
}
