-- SPDX-License-Identifier: Apache-2.0
-- record.check_reclassification: may it be asked that a record be of another
-- level and grade (GS-4.1): one that is published, that is under no review, and
-- that is not of these already.
-- Input:   i_request: level, grade.
-- Result:  null, or {code, body} of the refusal.

create function record.check_reclassification(i_record record.record, i_request jsonb) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_open  uuid  := review.find_open(null, 'record', i_record.record_id);
    l_wrong jsonb := record.check_classification(i_request || jsonb_build_object('type', i_record.type, 'category', i_record.category));
begin
    return case
        when i_record.state = 'draft' then '{"code": "conflict", "body": {"detail": "the record is draft: revise it"}}'
        when i_record.state <> 'published' or l_open is not null then jsonb_build_object('code', 'conflict', 'body', jsonb_strip_nulls(
            jsonb_build_object('detail', case when l_open is null then 'the record is ' || i_record.state else 'the record is under review' end, 'review', l_open)))
        when i_record.expires_at <= statement_timestamp() then '{"code": "conflict", "body": {"detail": "the record has expired"}}'
        when l_wrong is not null then jsonb_build_object('code', 'invalid_value', 'body', l_wrong)
        when (i_record.level, i_record.grade) = (i_request ->> 'level', i_request ->> 'grade') then
            '{"code": "invalid_value", "body": {"pointer": "/level", "detail": "the record is of this level and grade"}}' end;
end;
$$;
comment on function record.check_reclassification(record.record, jsonb) is 'Whether it may be asked that a record be of another level and grade.';
revoke all on function record.check_reclassification(record.record, jsonb) from public;
