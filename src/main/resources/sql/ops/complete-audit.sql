UPDATE audit SET items = :items, result = :result WHERE audit_id = :auditId
