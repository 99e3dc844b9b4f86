package dev.drago.knowledge;

import java.util.regex.Pattern;

/**
 * Tells sentences that give orders to a machine, or talk to it, from those that say something.
 *
 * <p>A passage is data. What stands in it as an order is neither followed nor quoted, and supports
 * nothing. Two signs are looked for, in English and Spanish: words for a language model or its
 * instructions together with a verb of obeying or telling, and sentences that begin as one bids a
 * speaker. Whoever writes around both still only gets a cited sentence of their own document said;
 * and an innocent sentence that begins with "Say" is merely not quoted.
 */
final class Orders {

  private static final int FLAGS =
      Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;

  private static final Pattern MACHINE =
      Pattern.compile(
          "\\b(instructions?|prompts?|system message|assistants?|chatbots?|language models?|LLM"
              + "|AI|IA|instrucci(?:ón|ones)|indicaciones|asistente|modelo de lenguaje"
              + "|mensaje del? sistema)\\b",
          FLAGS);

  private static final Pattern BIDDING =
      Pattern.compile(
          "\\b(ignore|disregard|forget|override|bypass|follow|obey|reveal|print|output|say|tell"
              + "|answer|respond|reply|recommend|mention|pretend|act|must|shall|should|now"
              + "|ignora|ignore|ignorad|olvida|olvide|obedece|revela|imprime|di|diga|responde"
              + "|responda|contesta|recomienda|recomiende|menciona|debes?|tienes que|ahora)\\b",
          FLAGS);

  private static final Pattern OPENING =
      Pattern.compile(
          "(?:^|[.!?:;…—–]|[\\n\\r\\u0085\\u2028\\u2029][^\\p{L}]*+(?=(?-iu:\\p{Lu})))"
              + "[^\\p{L}]*+(?:please[, ]+|por favor[, ]+|and +|then +|instead[, ]+|now[, ]+)*"
              + "(?:(?:ignore|disregard|forget|override|obey|reveal|print|output|say|answer"
              + "|respond|reply|recommend|pretend|repeat|translate|summari[sz]e|execute"
              + "|ignora|ignorad|olvida|obedece|revela|imprime|di|diga|responde|responda|contesta"
              + "|recomienda|recomiende|repite|traduce|resume|finge)\\b"
              + "|(?:you (?:are now|must|will now|shall|should)|from now on|do not (?:mention|say"
              + "|tell|answer|cite)|never (?:mention|say|tell|answer)|always (?:say|answer"
              + "|recommend|mention)|your (?:task|job|role|new)|eres ahora|a partir de ahora"
              + "|debes|tienes que|nunca (?:menciones|digas)|siempre (?:di|responde|recomienda)"
              + "|no (?:menciones|digas|respondas))\\b"
              + "|(?:system|assistant|user|sistema|asistente|usuario) *:)",
          FLAGS);

  private static final Pattern CONTROL =
      Pattern.compile(
          "<\\|[^|>]{1,40}\\|>|\\[/?INST]|<</?SYS>>|</?s>"
              + "|<(?:start|end)_of_turn>|#{2,} *(?:system|instruction|response|user)\\b",
          FLAGS);

  private Orders() {}

  /**
   * Whether there is an order in a sentence, a title or the like; behind its signs and at its lines
   * another sentence may begin that was not told from the first.
   */
  static boolean isOrder(String text) {
    return Quotation.readings(text).stream().anyMatch(Orders::bids);
  }

  private static boolean bids(String sentence) {
    return OPENING.matcher(sentence).find()
        || CONTROL.matcher(sentence).find()
        || (MACHINE.matcher(sentence).find() && BIDDING.matcher(sentence).find());
  }
}
