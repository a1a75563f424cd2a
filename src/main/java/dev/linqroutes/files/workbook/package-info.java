/** Excel workbooks, converted to CSV for the console. Uses io and csv. Start with {@link dev.linqroutes.files.workbook.WorkbookConverter}. */
package dev.linqroutes.files.workbook;
