/**
 * Placeholders in texts and links, and detectors for merge tags and faulty exports. Uses cell, and plan for link
 * detection. Start with {@link dev.linqroutes.files.template.Template}.
 */
package dev.linqroutes.files.template;
