INSERT INTO batch_part (batch_id, part_no, first_row, last_row, row_count, refused, content, status)
VALUES (:batchId, :number, :firstRow, :lastRow, :rows, :refused, :content, 'waiting')
ON CONFLICT DO NOTHING
