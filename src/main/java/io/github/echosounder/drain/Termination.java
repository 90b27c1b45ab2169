package io.github.echosounder.drain;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * SIGTERM and SIGINT, taken over from the JVM: its own way ends the process with 143 whatever went
 * well, and a pod that left as it should would be shown as failed.
 */
public final class Termination {

  private static final Logger LOG = Logger.getLogger("echosounder.drain");

  private final AtomicInteger asked = new AtomicInteger();
  private final Runnable first;
  private final Runnable again;

  private Termination(Runnable first, Runnable again) {
    this.first = first;
    this.again = again;
  }

  /**
   * Runs {@code first} at the first signal and {@code again} at each that follows, and on SIGINT.
   */
  public static Termination listen(Runnable first, Runnable again) {
    Termination termination = new Termination(first, again);
    termination.register("TERM", "arrived");
    termination.register("INT", "interrupted");
    return termination;
  }

  public boolean isAskedFor() {
    return asked.get() > 0;
  }

  @SuppressWarnings("UnusedMethod") // the signal calls it
  private void arrived() {
    if (asked.incrementAndGet() == 1) {
      first.run();
    } else {
      again.run();
    }
  }

  /** Somebody sits at the terminal and does not want to wait. */
  @SuppressWarnings("UnusedMethod") // the signal calls it
  private void interrupted() {
    again.run();
    arrived();
  }

  /** By reflection: sun.misc.Signal is on every JDK, but the compiler warns of its name. */
  private void register(String name, String action) {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      MethodHandle onSignal =
          MethodHandles.dropArguments(
              lookup.bind(this, action, MethodType.methodType(void.class)), 0, signal);
      Object term =
          lookup
              .findConstructor(signal, MethodType.methodType(void.class, String.class))
              .invoke(name);
      lookup
          .findStatic(signal, "handle", MethodType.methodType(handler, signal, handler))
          .invoke(term, MethodHandleProxies.asInterfaceInstance(handler, onSignal));
    } catch (Throwable e) {
      LOG.warnf(e, "SIG%s cannot be listened to: the end will come without a drain", name);
    }
  }
}
