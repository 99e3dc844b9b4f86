package dev.drago.recommend;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A stage of a ranking, for the JDK Flight Recorder. Costs nothing while none records. */
@Name("dev.drago.Stage")
@Label("Stage")
@Category("Drago")
@StackTrace(false)
final class StageEvent extends Event {

  @Label("Request id")
  String requestId = "";

  @Label("Stage")
  String stage = "";
}
