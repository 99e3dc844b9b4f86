package dev.drago.llama;

/**
 * A rule of a compiled grammar: any of its sequences.
 *
 * @param name as the text has it; a group or a repetition has the name of the rule it stands in
 * @param line where it is written, from 1
 * @param repetition whether it stands for something repeated without bound
 */
record GrammarRule(String name, int line, boolean repetition, GrammarSymbol[][] alternatives) {}
