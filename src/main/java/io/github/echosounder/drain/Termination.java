package io.github.echosounder.drain;

import io.quarkus.arc.ClientProxy;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * SIGTERM and SIGINT, taken over from the JVM: its own way ends the process with 143 whatever went
 * well, and a pod that left as it should would be shown as failed.
 *
 * <p>The JVM runs a handler on a thread whose class loader does not know the application, so
 * nothing may be looked up or created there.
 */
@Singleton
public class Termination {

  private static final Logger LOG = Logger.getLogger("echosounder.drain");

  private final Drain drain;
  private final AtomicInteger signals = new AtomicInteger();

  @Inject
  Termination(Drain drain) {
    // A proxy would create it at the first call, which a signal may make.
    this.drain = ClientProxy.unwrap(drain);
  }

  /**
   * This event comes before anything is served. Dev mode and tests listen to signals themselves.
   */
  void listen(@Observes @Priority(2) Filters before) {
    if (LaunchMode.current() == LaunchMode.NORMAL) {
      handle("TERM", "terminated");
      handle("INT", "interrupted");
    }
  }

  /** Whether a signal came, and not something else, that ends the application. */
  public boolean isAskedFor() {
    return signals.get() > 0;
  }

  @SuppressWarnings("UnusedMethod") // SIGTERM calls it
  private void terminated() {
    boolean isRepeated = signals.incrementAndGet() > 1;
    Quarkus.asyncExit();
    if (isRepeated) {
      drain.hasten();
    }
  }

  /** Somebody sits at the terminal and does not want to wait. */
  @SuppressWarnings("UnusedMethod") // SIGINT calls it
  private void interrupted() {
    signals.incrementAndGet();
    Quarkus.asyncExit();
    drain.hasten();
  }

  /** By reflection: sun.misc.Signal is on every JDK, but the compiler warns of its name. */
  private void handle(String name, String action) {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      MethodHandle onSignal =
          MethodHandles.dropArguments(
              lookup.bind(this, action, MethodType.methodType(void.class)), 0, signal);
      Object named =
          lookup
              .findConstructor(signal, MethodType.methodType(void.class, String.class))
              .invoke(name);
      lookup
          .findStatic(signal, "handle", MethodType.methodType(handler, signal, handler))
          .invoke(named, MethodHandleProxies.asInterfaceInstance(handler, onSignal));
    } catch (Throwable e) {
      LOG.warnf("SIG%s will end the process without a drain: it cannot be handled (%s)", name, e);
    }
  }
}
