// A client by @grpc/grpc-js and @grpc/proto-loader. Does one job and prints what it saw as one line of JSON.
// node client.mjs JOB ADDRESS PROTOS COMMON-PROTOS [ARGUMENT...]; jobs: see the end of the file.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';
import protobuf from 'protobufjs';

const [job, address, protos, commonProtos, ...args] = process.argv.slice(2);
const options = { keepCase: true, longs: Number, enums: String, defaults: true, oneofs: true, includeDirs: [protos, commonProtos] };
const v1 = grpc.loadPackageDefinition(loader.loadSync(
  ['ingest_service', 'story_service', 'editor_service'].map((name) => `storyclustering/v1/${name}.proto`), options)).storyclustering.v1;
const health = grpc.loadPackageDefinition(loader.loadSync('grpc/health/v1/health.proto', options)).grpc.health.v1;
const details = new protobuf.Root();
details.resolvePath = (origin, target) => (target.startsWith('google/rpc') ? path.join(commonProtos, target) : target);
details.loadSync(['google/rpc/status.proto', 'google/rpc/error_details.proto']);

const credentials = grpc.credentials.createInsecure();
const ingest = new v1.IngestService(address, credentials);
const stories = new v1.StoryService(address, credentials);
const editor = new v1.EditorService(address, credentials);

const within = (seconds) => ({ deadline: Date.now() + seconds * 1000 });
const unary = (client, method, request) => new Promise((resolve, reject) =>
  client[method](request, within(20), (error, response) => (error ? reject(error) : resolve(response))));
const timestamp = (text) => ({ seconds: Math.floor(Date.parse(text) / 1000), nanos: 0 });
const articles = (file) => readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line))
  .map((article) => ({ ...article, published_at: timestamp(article.published_at) }));

function decode(code, any) {
  const seen = { code: grpc.status[code], reason: '', domain: '', fields: [] };
  for (const detail of any) {
    const type = details.lookupType(detail.type_url.split('/').pop());
    const message = type.toObject(type.decode(detail.value), { defaults: true });
    if (type.name === 'ErrorInfo') Object.assign(seen, { reason: message.reason, domain: message.domain });
    if (type.name === 'BadRequest') seen.fields = message.fieldViolations.map((v) => v.field);
  }
  return seen;
}

function refusal(error) {
  const bytes = error.metadata?.get('grpc-status-details-bin')[0];
  if (!bytes) return { code: grpc.status[error.code], reason: '', domain: '', fields: [], message: error.message };
  const status = details.lookupType('google.rpc.Status').decode(bytes);
  return decode(error.code, status.details.map((d) => ({ type_url: d.typeUrl ?? d.type_url, value: d.value })));
}

async function refused(call) {
  try {
    await call;
    return { code: 'OK' };
  } catch (error) {
    return refusal(error);
  }
}

// One stream; all articles are written before the first answer is awaited.
function stream(all) {
  return new Promise((resolve, reject) => {
    const call = ingest.IngestArticles(within(60));
    const answers = [];
    let mostInFlight = 0;
    let written = 0;
    call.on('data', (answer) => {
      mostInFlight = Math.max(mostInFlight, written - answers.length);
      answers.push(answer.result === 'response'
        ? { sequence: answer.sequence, outcome: answer.response.outcome, story_id: answer.response.story_id, story_version: answer.response.story_version }
        : { sequence: answer.sequence, error: decode(answer.error.code, answer.error.details) });
    });
    call.on('error', reject);
    call.on('end', () => resolve({ answers, most_in_flight: mostInFlight }));
    all.forEach((article, sequence) => { call.write({ sequence, article }); written++; });
    call.end();
  });
}

async function pages(method, request, take) {
  const seen = [];
  let count = 0;
  do {
    const page = await unary(stories, method, request);
    seen.push(...take(page));
    count++;
    request = { ...request, page_token: page.next_page_token };
  } while (request.page_token);
  return { seen, pages: count };
}

const jobs = {
  // Sends each article of a file by itself.
  async ingest(file) {
    const answers = [];
    for (const article of articles(file)) answers.push(await unary(ingest, 'IngestArticle', { article }));
    return { answers };
  },
  // Sends a file through one stream.
  stream: (file) => stream(articles(file)),
  // Watches everything while a file is sent, until it has seen every ack's version.
  watch(file) {
    return new Promise((resolve, reject) => {
      const watch = stories.WatchStories({ heartbeat_interval: { seconds: 1 } }, within(60));
      const seen = new Map();
      const result = { rising: true, snapshot_before_token: true, started: '', token: false };
      let sent = null;
      let complete = false;
      const check = () => {
        if (!sent || !sent.answers.every((a) => (seen.get(a.story_id)?.version ?? 0) >= a.story_version)) return;
        watch.cancel();
        resolve({ ...result, answers: sent.answers, stories: [...seen.values()].map((s) => ({ story_id: s.story_id, version: s.version, articles: s.coverage.articles })) });
      };
      watch.on('error', (error) => { if (error.code !== grpc.status.CANCELLED) reject(error); });
      watch.on('data', (message) => {
        result.started ||= message.resume_outcome;
        for (const { story } of message.changes) {
          if ((seen.get(story.story_id)?.version ?? 0) >= story.version) result.rising = false;
          seen.set(story.story_id, story);
        }
        if (!complete && !message.snapshot_complete && message.resume_token) result.snapshot_before_token = false;
        if (message.snapshot_complete) {
          complete = true;
          stream(articles(file)).then((answered) => { sent = answered; check(); }, reject);
        }
        result.token = message.resume_token !== '';
        check();
      });
    });
  },
  // Lists all stories, then the articles of one, page by page.
  async list(storyId) {
    const all = await pages('ListStories', { page_size: 3, order: 'STORY_ORDER_LATEST' }, (page) => page.stories.map((s) => s.story_id));
    const members = await pages('ListStoryArticles', { story_id: storyId, page_size: 2 }, (page) => page.articles.map((a) => a.article_id));
    return { stories: all.seen, story_pages: all.pages, articles: members.seen, article_pages: members.pages };
  },
  async search(query) {
    const { results } = await unary(stories, 'SearchStories', { query, page_size: 5 });
    return { stories: results.map((r) => r.story.story_id), scores: results.map((r) => r.score) };
  },
  // Reads one story with all there is.
  async full(storyId) {
    const { story, coverage_detail: coverage, frames } = await unary(stories, 'GetStory', { story_id: storyId, view: 'STORY_VIEW_FULL' });
    return { story_id: story.story_id, countries: coverage.countries.length, frames_of: frames.story_id, method: frames.about.method, headline: frames.headline.text, cited: frames.headline.citations[0].text };
  },
  // Makes mistakes on purpose.
  async errors() {
    const unknown = 'story-00000000000000000000000000';
    return {
      article: await refused(unary(ingest, 'IngestArticle', { article: { url: 'javascript:1', title: '', language: '??' } })),
      page: await refused(unary(stories, 'ListStories', { page_size: 1001 })),
      unknown: await refused(unary(stories, 'GetStory', { story_id: unknown })),
      edit: await refused(unary(editor, 'RetractStory', { story_id: unknown })),
      watch: await new Promise((resolve) => stories.WatchStories({ heartbeat_interval: { seconds: 31 } }, within(20)).on('data', () => {}).on('error', (e) => resolve(refusal(e)))),
    };
  },
  async health() {
    const client = new health.Health(address, credentials);
    return { status: (await unary(client, 'Check', {})).status };
  },
  // Goes away in the middle of a stream and of a watch, then asks whether the service minds.
  async cancel(file) {
    const all = articles(file);
    const ended = (call, when) => new Promise((resolve) => {
      call.on('data', (m) => { if (when(m)) call.cancel(); });
      call.on('error', (e) => resolve(grpc.status[e.code]));
      call.on('end', () => resolve('OK'));
    });
    const watch = stories.WatchStories({}, within(30));
    const watched = ended(watch, (m) => m.snapshot_complete);
    const call = ingest.IngestArticles(within(30));
    const streamed = ended(call, () => true);
    all.forEach((article, sequence) => call.write({ sequence, article }));
    const codes = [await streamed, await watched];
    const after = await stream(all);
    return { codes, answers: after.answers };
  },
};

console.log(JSON.stringify(await jobs[job](...args)));
for (const client of [ingest, stories, editor]) client.close();
