/**
 * Options files beside input files: which file they belong to, and what they contain. Uses io and cell. Start with
 * {@link dev.linqroutes.files.options.SidecarReader}.
 */
package dev.linqroutes.files.options;
