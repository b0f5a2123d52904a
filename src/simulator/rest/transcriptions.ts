// Transcriptions of the account or of one recording: list, fetch, delete.

import { type Transcription, transcriptionJson } from '../transcription.ts';
import { notFound } from './api-error.ts';
import { listAnswer } from './list.ts';
import type { Resource, RestAnswer, RestRequest } from './resource.ts';

function list(request: RestRequest, recordingSid: string | undefined): RestAnswer {
  return listAnswer(request, {
    book: request.account.transcriptions,
    key: 'transcriptions',
    filters: [],
    filedUnder: recordingSid,
    params: [],
    json: transcriptionJson,
  });
}

function find({ account, sids, path }: RestRequest): Transcription {
  const row = account.transcriptions.get(sids.at(-1) ?? '');
  const isAnothers = sids.length > 1 && row?.recordingSid !== sids[0];
  if (row === undefined || isAnothers) throw notFound(path);
  return row;
}

/** It can still be read after its recording was deleted, so the recording need only have been there. */
function listOfRecording(request: RestRequest): RestAnswer {
  const recording = request.account.recordings.get(request.sids[0] ?? '');
  if (recording === undefined) throw notFound(request.path);
  return list(request, recording.sid);
}

export const TRANSCRIPTIONS: Resource = { get: (request) => list(request, undefined) };
export const RECORDING_TRANSCRIPTIONS: Resource = { get: listOfRecording };

export const TRANSCRIPTION: Resource = {
  get: (request) => {
    const row = find(request);
    return { status: 200, body: transcriptionJson(row), sid: row.sid };
  },
  delete: (request) => {
    const row = find(request);
    request.account.transcriptions.remove(row);
    return { status: 204, sid: row.sid };
  },
};
