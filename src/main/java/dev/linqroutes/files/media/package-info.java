/**
 * Local files that commands name: where they may be, what they may contain.
 */
package dev.linqroutes.files.media;
