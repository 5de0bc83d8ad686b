import pickle,sys
import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
D=pickle.load(open('dev.pkl','rb')); F=pickle.load(open('fresh.pkl','rb'))
rels=sorted({l for F0 in (D,F) for d in F0.values() for r in d for l in r['labels']})
def fit(tr,te,C=1.0):
    v=DictVectorizer(); X=v.fit_transform([dict.fromkeys(r['f'],1.0) for r in tr]); XT=v.transform([dict.fromkeys(r['f'],1.0) for r in te])
    for Z in (X,XT): Z.indices=Z.indices.astype('int32'); Z.indptr=Z.indptr.astype('int32')
    P=np.zeros((len(te),len(rels)))
    for j,l in enumerate(rels):
        y=[1 if l in r['labels'] else 0 for r in tr]
        if sum(y)<3: continue
        m=LogisticRegression(C=C,solver='liblinear').fit(X,y); P[:,j]=m.predict_proba(XT)[:,1]
    return P
def report(te,P,name):
    tot=sum(1 for r in te for l,x in r['labels'].items() if not x[1])
    rr=sum(1 for r in te for l in r['proposed'] if l in r['labels'] and not r['labels'][l][1]); rw=sum(1 for r in te for l in r['proposed'] if l not in r['labels'] and l in rels)
    print(name,'req',tot,'rules P %.3f R %.3f'%(rr/(rr+rw),rr/tot))
    for th in (.9,.8,.7,.6,.5,.4,.3):
        nr=nw=0; 
        for r,p in zip(te,P):
            for j,l in enumerate(rels):
                if p[j]>=th and l not in r['proposed']:
                    if l in r['labels'] and r['labels'][l][1]: continue
                    nr+=l in r['labels']; nw+=l not in r['labels']
        print('  ',th,'new right',nr,'wrong',nw,'P %.2f'%(nr/max(1,nr+nw)),'union P %.3f R %.3f'%((rr+nr)/(rr+nr+rw+nw),(rr+nr)/tot))
    for th in (.02,.05,.1,.2):
        dr=dw=0
        for r,p in zip(te,P):
            for j,l in enumerate(rels):
                if l in r['proposed'] and p[j]<th:
                    if l in r['labels'] and r['labels'][l][1]: continue
                    dr+=l in r['labels']; dw+=l not in r['labels']
        print('   drop below',th,'right lost',dr,'wrong dropped',dw)
if __name__=='__main__':
    tr=[r for d in D.values() for r in d]; te=[r for d in F.values() for r in d]
    report(te,fit(tr,te),'dev->fresh')
    docs=sorted(F); P=[];T=[]
    for i in range(5):
        hold=docs[i::5]; tr2=tr+[r for d in docs if d not in hold for r in F[d]]; te2=[r for d in hold for r in F[d]]
        T+=te2; P.append(fit(tr2,te2))
    report(T,np.vstack(P),'dev+fresh CV')
